import { describe, expect, it } from "vitest";
import { planOf } from "../cli/plan-of.js";

const objectOf = (kind: string, apiVersion = "apiVersion: apps/v1") =>
  `${apiVersion}\nkind: ${kind}\nmetadata: {name: web, labels: {of: &kind Deployment}}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers:\n        - {name: web, image: web}\n`;

const planned = (text: string) => planOf({}, { "a.yaml": text }).plan;
const told = (text: string) =>
  planned(text).problems.map(({ code, line, message }) => `${code} ${line} ${message}`);

describe("a kind that is no plain word", () => {
  it.each([
    `\${KIND}`,
    "{{ .Values.kind }}",
    "*kind",
    '"Deploy\\x6dent"',
    '"Deployment "',
    "Deployment-set",
    "Dеployment",
    "Deployment.v1",
  ])("is told where the object has pods: %s", (kind) => {
    expect(told(`# words\n${objectOf(kind)}`)).toEqual([
      "shape 3 an object with pods whose kind is no plain word: it is not judged",
    ]);
  });

  it.each(["Workflow", "'Workflow' # words", "Workflow2", "!!str Workflow", "&a Workflow", "|-\n  Workflow"])(
    "is no word about another project's kind: %s",
    (kind) => {
      expect(told(objectOf(kind))).toEqual([]);
    },
  );

  it("is no word about an object without pods, and about what is no object", () => {
    expect(told(`apiVersion: v1\nkind: \${KIND}\nspec: {}\n`)).toEqual([]);
    expect(told(objectOf("a-b", "version: 1"))).toEqual([]);
  });

  it.each(["Deployment # words", "'Deployment'", "Deployment\r", "!!str Deployment", "|-\n  Deployment"])(
    "is none where it is one after all: %j",
    (kind) => {
      expect(told(objectOf(kind))).toEqual([]);
      expect(planned(objectOf(kind)).workloads).toHaveLength(1);
    },
  );

  it("is a slip with a digit too much", () => {
    expect(planned(objectOf("Deployment2")).findings.map(({ message }) => message)).toContain(
      "This Deployment cannot be read: kind is “Deployment2”, which no API has; “Deployment” is meant.",
    );
  });
});
