import { describe, expect, it } from "vitest";
import { readManifest } from "../../src/manifest/read-manifest.js";

const KINDS = new Set(["Deployment"]);
const LINES = Array.from({ length: 2000 }, () => "x".repeat(1000));
const LONG = LINES.join("");

const read = (text: string, length = Number.POSITIVE_INFINITY) => {
  const { objects, unread, problems, cut } = readManifest("a.yaml", text, KINDS, true, {
    length,
    objects: 100,
  });
  return {
    objects: objects.map(({ kind, line }) => `${kind} ${line}`),
    unread: unread.map(({ kinds, problem: { code, line, message }, endLine }) => ({
      kinds: kinds.join(),
      place: `${code} ${line}-${endLine}`,
      message,
    })),
    rest: problems.length + (cut === null ? 0 : 1),
  };
};
const pretty = (value: unknown) => JSON.stringify(value, null, 2);

describe("a document longer than what is read of one object", () => {
  const definitions = { Web: { "x-kubernetes-group-version-kind": [{ kind: "Deployment" }] } };

  it.each([
    ["an OpenAPI document", pretty({ swagger: "2.0", definitions, LINES })],
    ["an OpenAPI document in one line", JSON.stringify({ swagger: "2.0", definitions, LINES })],
    ["a JSON schema", pretty({ definitions, LINES })],
    ["an object of another kind", JSON.stringify({ kind: "ConfigMap", data: { kind: "Deployment" }, LINES })],
    ["JSON without an end", `{"a": {"kind": "Deployment"}, "b": "${LONG}`],
    ["strings", JSON.stringify({ a: ',"kind": "Deployment"', b: '{kind: Deployment, "', c: "\\", LINES })],
    ["a definition in YAML", `definitions:\n  Web:\n    kind: Deployment\nb: ${LONG}\n`],
    ["a definition in indented YAML", `--- # a\n  definitions:\n    kind: Deployment\n  b: ${LONG}\n`],
  ])("is passed over, and counts for nothing, where only a part names a kind: %s", (_, text) => {
    expect(read(text, 100)).toEqual({ objects: [], unread: [], rest: 0 });
  });

  it.each([
    ["in JSON", JSON.stringify({ metadata: { name: "a" }, kind: "Deployment", LINES })],
    ["in JSON of several lines", pretty({ LINES, kind: "Deployment" })],
    ["in flow style", `{a: [${LONG}], kind: Deployment}\n`],
    ["in YAML", `a: ${LONG}\nkind: Deployment\n`],
    ["in indented YAML", `# a\n---\n  a: ${LONG}\n  kind: &a "Deployment"\n`],
  ])("is told of where it is of a wanted kind %s", (_, text) => {
    const { unread, ...rest } = read(text);
    expect(rest).toEqual({ objects: [], rest: 0 });
    expect(unread).toMatchObject([
      { kinds: "Deployment", message: "a document of 1.9 MiB of text, where at most 1.5 MiB are read" },
    ]);
  });
});

describe("a list longer than what is read of one object", () => {
  const small = { kind: "Deployment", metadata: { name: "small" } };
  const config = { kind: "ConfigMap", data: { LINES } };

  it.each([
    ["JSON", pretty({ kind: "List", items: [config, small] }), "Deployment 2011"],
    ["YAML", `kind: List\nitems:\n- kind: Secret\n  a: ${LONG}\n- kind: Deployment\n`, "Deployment 5"],
  ])("is read for its items in %s", (_, text, object) => {
    expect(read(text)).toEqual({ objects: [object], unread: [], rest: 0 });
  });

  it("has items that are too long for themselves", () => {
    const large = `- kind: Deployment\n  a: ${LONG}\n`;
    expect(read(`kind: List\nitems:\n${large}- kind: Deployment\n${large}`)).toEqual({
      objects: ["Deployment 5"],
      unread: ["3-4", "6-7"].map((lines) => ({
        kinds: "Deployment",
        place: `document-too-large ${lines}`,
        message: "a list's item of 1.9 MiB of text, where at most 1.5 MiB are read",
      })),
      rest: 0,
    });
  });

  it("has a bound itself", () => {
    const text = `kind: List\nitems:\n- kind: Deployment\n- kind: Secret\n  a: ${LONG.repeat(9)}\n`;
    expect(read(text).unread).toEqual([
      {
        kinds: "Deployment",
        place: "document-too-large 1-5",
        message: "a document of 17.2 MiB of text, where at most 16 MiB are read",
      },
    ]);
  });
});

describe("JSON that names a kind in its parts alone", () => {
  it("takes no part of what one review reads", () => {
    expect(read(pretty({ definitions: { kind: "Deployment" }, b: LINES[0] }), 100)).toEqual({
      objects: [],
      unread: [],
      rest: 0,
    });
  });
});
