import { describe, expect, it } from "vitest";
import { deploymentOf } from "../workload/read-yaml.js";
import { placesOf, verdictsOf } from "./verdicts.js";

const RULE = "refused-object";
const CONTAINER = "spec/template/spec/containers/0";
const containerOf = (entries: string) => deploymentOf({ containers: `{${entries}}` });
const PORT = "ports: [{containerPort: 8000}]";

describe(RULE, () => {
  it.each([
    ["what is accepted", deploymentOf(), []],
    ["no image", containerOf(`name: web, ${PORT}`), [`error web ${CONTAINER}/image`]],
    ["a name in capitals", containerOf(`name: Web, image: web, ${PORT}`), [`error Web ${CONTAINER}/name`]],
    [
      "a number where a string belongs",
      containerOf(`name: web, image: web, ${PORT}, env: [{name: PORT, value: 8080}]`),
      [`error web ${CONTAINER}/env/0/value`],
    ],
    [
      "labels that the selector does not match",
      deploymentOf({ labels: "app: api" }),
      ["error - spec/template/metadata/labels"],
    ],
    ["a workload without a pod template", "apiVersion: apps/v1\nkind: Deployment\nspec: {}\n", []],
  ])("judges %s", (_, yaml, places) => {
    expect(placesOf(RULE, yaml)).toEqual(places);
  });

  it("names the field, the value and what is allowed", () => {
    const [verdict] = verdictsOf(RULE, containerOf(`name: Web, image: web, ${PORT}`));
    expect(verdict).toMatch(/^error Web .*: The API server refuses this Deployment: .*“Web”.*\.$/);
  });

  it("tells ten refusals of one object, and how many more there are", () => {
    const of = (count: number) => {
      const values = Array.from({ length: count }, (_, index) => `{name: "N${index}", value: ${index}}`);
      return verdictsOf(RULE, containerOf(`name: web, image: web, ${PORT}, env: [${values.join(", ")}]`));
    };
    expect(of(13)).toHaveLength(10);
    expect(of(13)[9]).toContain(" 3 more of its values are refused as well.");
    expect(of(11)[9]).toContain(" 1 more of its values is refused as well.");
  });
});
