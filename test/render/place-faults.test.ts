import { describe, expect, it, test } from "vitest";
import { readManifest } from "../../src/manifest/read-manifest.js";
import { placeFaults } from "../../src/render/place-faults.js";

const BASE = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ferry
spec:
  template:
    spec:
      containers:
        - name: ferry
          image: ferry:1
          args:
            - --deck=2
`;
const ARGS = "          args:\n";

/** Returns line and message of the only fault of the head, once it is placed. */
function faultOf(head: string, base = BASE): [line: number, message: string] {
  const read = (text: string) => readManifest("k8s/ferry.yaml", text, new Set(["Deployment"]));
  const after = read(head);
  placeFaults(read(base), after);
  const [document, ...others] = after.unread;
  expect(others).toEqual([]);
  expect(document).toBeDefined();
  return [document?.problem.line ?? 0, document?.problem.message ?? ""];
}

describe("a fault at a line that the change left as it was", () => {
  test.each<[string, string, number, string]>([
    [
      "lines indented too little",
      "      securityContext:\n        runAsUser: 7\n",
      11,
      "the indentation of lines 11 to 12 is wrong: with 4 more blanks before each, as far in as line 13, the document can be read",
    ],
    [
      "the last of several lines",
      "          tty: true\n      stdin: true\n",
      12,
      "the indentation of this line is wrong: with 4 more blanks before it, as far in as line 13, the document can be read",
    ],
    [
      "the first of several lines that each close the block",
      "      tty: true\n      stdin: true\n",
      11,
      "the indentation of lines 11 to 12 is wrong: with 4 more blanks before each, as far in as line 13, the document can be read",
    ],
    [
      "lines that no one shift mends",
      "      tty: true\n    stdin: true\n",
      12,
      "line 13 does not fit what this change adds above it: without lines 11 to 12 the document can be read",
    ],
  ])("is told of %s", (_, added, line, message) => {
    expect(faultOf(BASE.replace(ARGS, `${added}${ARGS}`))).toEqual([line, message]);
  });

  it("says that another line is the cause where it cannot tell which", () => {
    expect(faultOf(BASE.replace("metadata:\n", ""))).toEqual([
      3,
      expect.stringMatching(/this line was read before, so the cause is one near it/),
    ]);
  });
});

describe("stays where it is", () => {
  test.each([
    ["at a line of the change", BASE.replace(ARGS, "         args:\n"), BASE],
    ["at a line that the base could not read either", `${BASE}   x: 1\n`, `${BASE}   x: 1\n  y: 1\n`],
    [
      "in a document that is new",
      `${BASE}---\n${BASE.replace("ferry", "boat").replace("          image", "         image")}`,
      BASE,
    ],
  ])("a fault %s", (_, head, base) => {
    expect(faultOf(head, base)[1]).not.toMatch(/this change|was read before/);
  });
});

describe("a fault that the base had, or a new file has", () => {
  const ABOVE = BASE.replace(
    / {8}- name[\s\S]*$/,
    "      - name: ferry\n        image: ferry:1\n      env:\n        - name: DECK\n        args:\n          - --deck=2\n",
  );
  test.each<[string, string, number, string]>([
    [
      "a line above that has closed the block",
      ABOVE,
      11,
      "the indentation of this line is wrong: with 2 more blanks before it, as far in as line 13, the document can be read",
    ],
    [
      "the line itself, where the one above is a field of its block",
      BASE.replace(ARGS, "").replace(
        "            - --deck=2\n",
        "      volumes:\n        - name: a\n          emptyDir: {}\n        hostNetwork: true\n",
      ),
      14,
      "the indentation of this line is wrong: with 2 fewer blanks before it, the document can be read",
    ],
    [
      "the line itself, where no other has its indentation",
      BASE.replace("          args", "         args"),
      11,
      "the indentation of this line is wrong: with 1 more blank before it, the document can be read",
    ],
    [
      "nothing, where several lines can be meant",
      BASE.replace("metadata:\n", ""),
      3,
      "this line does not fit the lines above it, or a colon in it is wrong",
    ],
    [
      "nothing, where no one shift makes fields of Kubernetes of it",
      BASE.replace("          args", "         hull"),
      11,
      "this line does not fit the lines above it",
    ],
  ])("is told of %s", (_, text, line, message) => {
    expect(faultOf(text, text)).toEqual([line, message]);
    expect(faultOf(text, "")).toEqual([line, message]);
  });
});
