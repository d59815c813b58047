import { describe, expect, test } from "vitest";
import { takenFromUrl } from "../../../src/workload/sight/taken-from-url.js";
import { changeOf } from "../../engine/review-files.js";

const URL = "https://releases.example.com/v2/install.yaml";
const resources = (...names: string[]) => `resources:\n${names.map((name) => `  - ${name}\n`).join("")}`;
const taken = (before: string, after: string, added = "a/vendor/install.yaml") =>
  [
    ...takenFromUrl(
      changeOf({ "a/kustomization.yaml": after, [added]: "kind: A\n" }, { "a/kustomization.yaml": before })
        .files,
    ),
  ].map(([path, { url }]) => [path, url]);

describe("a file in the place of a URL", () => {
  test("has its name, and the kustomization has the URL no longer", () => {
    const found = [["a/vendor/install.yaml", URL]];
    expect(taken(resources(URL), resources("vendor/install.yaml"))).toEqual(found);
    expect(taken(resources(`"${URL}?timeout=90s"`), resources("./vendor/install.yaml"))).toHaveLength(1);
  });

  test.each([
    ["the URL stays", resources(URL), resources(URL, "vendor/install.yaml")],
    ["it has another name", resources(URL.replace("install", "crds")), resources("vendor/install.yaml")],
    ["there was no URL", resources("base"), resources("vendor/install.yaml")],
    ["it was taken in before", resources(URL, "vendor/install.yaml"), resources("vendor/install.yaml")],
    ["nothing takes it in", resources(URL), resources("base")],
  ])("is none where %s", (_, before, after) => {
    expect(taken(before, after)).toEqual([]);
  });

  test("is none where the kustomization is not YAML", () => {
    expect(taken(resources(URL), "resources: [")).toEqual([]);
  });
});
