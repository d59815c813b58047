import { describe, expect, it } from "vitest";
import { readHunks } from "../../../scripts/survey/git-facts.js";
import { applyAsGitHub, faultsOfEdit, suggestionIn } from "../../../scripts/survey/verify-edit.js";

const MANIFEST = `kind: Deployment
spec:
  template:
    spec:
      containers:
      - name: web
        image: web:1
      - name: proxy
        image: proxy:1
`;

function edited(replacement: string, line = 7): string {
  return applyAsGitHub(MANIFEST, [{ startLine: line, endLine: line, replacement }]);
}

describe("the survey's check of an edit", () => {
  it("has nothing against one probe in the named container", () => {
    const after = edited("        image: web:1\n        readinessProbe:\n          tcpSocket: {port: 80}");
    expect(faultsOfEdit(MANIFEST, after, ["web"])).toEqual([]);
  });

  it("sees a probe in another container than the one named", () => {
    const after = edited("        image: proxy:1\n        readinessProbe: {tcpSocket: {port: 80}}", 9);
    expect(faultsOfEdit(MANIFEST, after, ["web"])).toEqual(["probes were added to proxy, not to web"]);
  });

  it("sees a second difference beside the probe", () => {
    const after = edited("        image: web:2\n        readinessProbe: {tcpSocket: {port: 80}}");
    const faults = faultsOfEdit(MANIFEST, after, ["web"]);
    expect(faults).toContain("differs at spec.template.spec.containers.0.image");
    expect(faults).toContain("more than one insertion of text");
  });

  it("sees a changed byte that no parser shows", () => {
    const after = edited("        image:  web:1\n        readinessProbe: {tcpSocket: {port: 80}}");
    expect(faultsOfEdit(MANIFEST, after, ["web"])).toEqual(["more than one insertion of text"]);
  });

  it("sees a probe at a wrong indentation", () => {
    const after = edited("        image: web:1\n      readinessProbe: {tcpSocket: {port: 80}}");
    expect(faultsOfEdit(MANIFEST, after, ["web"])).not.toEqual([]);
  });

  it("sees an edit that changes nothing", () => {
    expect(faultsOfEdit(MANIFEST, MANIFEST, ["web"])).not.toEqual([]);
  });

  it("reads the block that GitHub would offer, whatever fences stand around it", () => {
    const body = "Words\n\n````suggestion\na: |\n  ```\n````\n\n```yaml\nb: 1\n```\n";
    expect(suggestionIn(body)).toEqual({ text: "a: |\n  ```" });
  });

  it("does not take a body with two suggestions or an open fence", () => {
    expect(suggestionIn("```suggestion\na\n```\n```suggestion\nb\n```")).toHaveProperty("fault");
    expect(suggestionIn("```suggestion\na\n")).toHaveProperty("fault");
  });
});

describe("the survey's reading of a diff", () => {
  it("counts lines, so that content which looks like a header is content", () => {
    const diff = [
      "diff --git a/x b/x",
      "--- a/x",
      "+++ b/x",
      "@@ -1,2 +1,3 @@ context",
      " one",
      "+++ b/y",
      "+@@ -9 +9 @@",
      "-- two",
      "\\ No newline at end of file",
      "@@ -20,0 +22 @@",
      "+three",
    ].join("\n");
    expect([...readHunks(diff)]).toEqual([
      [
        "x",
        [
          { first: 1, last: 3 },
          { first: 22, last: 22 },
        ],
      ],
    ]);
  });

  it("reads quoted names and leaves removed files out", () => {
    const diff =
      'diff --git "a/a\\tb" "b/a\\tb"\n--- "a/a\\tb"\n+++ "b/a\\tb"\n@@ -1 +1 @@\n-a\n+b\n' +
      "diff --git a/gone b/gone\n--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-a";
    expect([...readHunks(diff).keys()]).toEqual(["a\tb"]);
  });
});
