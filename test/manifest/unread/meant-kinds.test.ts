import { describe, expect, it } from "vitest";
import { readManifest } from "../../../src/manifest/read-manifest.js";
import { planOf } from "../../cli/plan-of.js";

const KINDS = new Set(["Deployment", "HorizontalPodAutoscaler", "Service"]);

/** The kinds of the documents that are not read. */
const unread = (text: string, path = "a.yaml") =>
  readManifest(path, text, KINDS).unread.map(({ kinds }) => kinds.join());

const FAULT = "\n: [";
const head = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web";
const scaler =
  "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web";

describe("a document that does not parse", () => {
  it.each([
    ["its own kind", head, "Deployment"],
    ["its own kind, and not that of what it aims at", scaler, "HorizontalPodAutoscaler"],
    ["its own kind without an apiVersion", head.replace(/^.*\n/, ""), "Deployment"],
    ["a kind at a wrong column", head.replace("kind", "  kind"), "Deployment"],
    ["a kind behind a tab", head.replace("kind", "\tkind"), "Deployment"],
    [
      "a kind at a wrong column, and not that of what it aims at",
      scaler.replace("kind", " kind"),
      "HorizontalPodAutoscaler",
    ],
    ["a first line at a wrong column", ` ${head}`, "Deployment"],
    ["an object further in", `wrong\n${head.replace(/^/gm, "  ")}`, "Deployment"],
    ["both kinds that are glued together", `${head}\n${scaler}`, "Deployment,HorizontalPodAutoscaler"],
    [
      "the kinds of a list",
      "apiVersion: v1\nkind: List\nitems:\n- kind: Deployment\n- kind: Service",
      "Deployment,Service",
    ],
  ])("is meant as %s", (_, text, kinds) => {
    expect(unread(text + FAULT)).toEqual([kinds]);
  });

  it.each([
    ["another tool's file", "steps:\n  - wait: {kind: Deployment}"],
    [
      "another tool's file with a reference",
      "to:\n  - apiVersion: apps/v1\n    kind: Deployment\n    name: web",
    ],
    ["a list", "- apiVersion: apps/v1\n  kind: Deployment\n  metadata: {name: web}"],
    ["an object of another kind", `${scaler.replace("Horizontal", "Vertical")}`],
  ])("is no object: %s", (_, text) => {
    expect(unread(text + FAULT)).toEqual([]);
  });
});

describe("JSON that does not parse", () => {
  const object = '"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}';

  it.each([
    ["its root", `{ // the shop\n ${object} }`, "Deployment"],
    [
      "its root, and not what it aims at",
      `{ // the shop\n "apiVersion": "a/v1", "kind": "Service", "of": {"kind": "Deployment"} }`,
      "Service",
    ],
    [
      "a root that is not closed",
      `{"metadata": {"name": "web", "apiVersion": "apps/v1", "kind": "Deployment"}`,
      "Deployment",
    ],
    [
      "a list's items",
      `{"apiVersion": "v1", "kind": "List", "items": [{${object}} {${object}}]}`,
      "Deployment",
    ],
  ])("is meant as what it says of %s", (_, text, kinds) => {
    expect(unread(text, "a.json")).toEqual([kinds]);
  });

  it.each([
    ["without any apiVersion", '{ // menus\n "flags": {"kind": "Deployment"} }'],
    ["without any apiVersion, of that kind", '{ // menus\n "kind": "Deployment" }'],
    ["with objects further in", `{ // menus\n "models": [{${object}}] }`],
    ["of a list", `[ // menus\n {${object}} ]`],
  ])("is no object %s", (_, text) => {
    expect(unread(text, "a.json")).toEqual([]);
  });
});

describe("a shell's command around a manifest", () => {
  const told = (text: string) =>
    readManifest("a.yaml", text, KINDS).unread.map(({ problem }) => `${problem.line} ${problem.message}`);
  const words = (line: number, word = "EOF") =>
    `${line} a shell command stands around the manifest: kubectl can read only what is between this line and “${word}”`;

  it.each([
    [`kubectl apply -f - <<EOF\n${head}\nEOF\n`, words(1)],
    [`cat <<'END' | kubectl apply -f -\n${head}\nEND`, words(1, "END")],
    [`#!/bin/sh\nset -e\noc apply -f - <<-EOF\n${head}\nEOF\n`, words(3)],
  ])("is told at its line: %j", (text, message) => {
    expect(told(text)).toEqual([message]);
  });

  it("is not seen in what is none", () => {
    const merge = `base: &base {a: b}\nmore:\n  <<: *base\n${head}${FAULT}`;
    const script = `${head}\ndata: cat <<EOF${FAULT}`;
    for (const text of [merge, script, `# cat <<EOF\n${head}${FAULT}`])
      expect(told(text)).toEqual([expect.not.stringContaining("shell")]);
  });

  it("leaves the kind to the manifest in it", () => {
    expect(unread(`kubectl apply -f - <<EOF\n${scaler}\nEOF\n`)).toEqual(["HorizontalPodAutoscaler"]);
  });
});

describe("a document that could not be read before either", () => {
  const statesOf = (before: string, after: string) =>
    planOf({ "a.yaml": before }, { "a.yaml": after }).plan.findings.map(({ state }) => state);
  const broken = `${head}\n  labels: {a: b\nspec: {}\n`;

  it("is known by its name, and by its fault under another kind", () => {
    expect(statesOf(broken, broken.replace("a: b", "a: c"))).toEqual(["existing"]);
    expect(statesOf(broken, `${broken.replace("Deployment", "StatefulSet")}# moved\n`)).toEqual(["existing"]);
  });

  it("is told where the change edits it, and not where it leaves it as it was", () => {
    const commentsOf = (after: string) =>
      planOf({ "a.yaml": broken }, { "a.yaml": after }).plan.comments.map(({ state }) => state);
    expect(commentsOf(broken.replace("a: b", "a: c"))).toEqual(["existing"]);
    expect(commentsOf(`# words\n---\n${broken}`)).toEqual([]);
  });

  it("is known once", () => {
    const twice = `${broken.replace("a: b", "a: c")}---\n${broken.replace("a: b", "a: d")}`;
    expect(statesOf(broken, `${broken}---\n${broken}# more\n`)).toEqual(["new"]);
    expect(statesOf(broken, twice)).toEqual(["existing", "new"]);
  });

  it("is new under another name, and with another fault under another kind", () => {
    expect(statesOf(broken, broken.replace("name: web", "name: api"))).toEqual(["new"]);
    expect(statesOf(broken, broken.replace("Deployment", "StatefulSet").replace("{}", "{a: b}"))).toEqual([
      "new",
    ]);
  });
});
