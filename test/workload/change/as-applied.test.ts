import { describe, expect, it } from "vitest";
import { asApplied } from "../../../src/workload/change/as-applied.js";
import { immutableChange, objectChanged, rollsPods } from "../../../src/workload/change/pair-workloads.js";
import type { Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../read-yaml.js";

const labelled = (labels: string, selector = labels) =>
  deploymentOf({ labels }).replace("matchLabels: {app: web}", `matchLabels: {${selector}}`);
const BOTH = labelled("app: web, tier: front");
const APP = labelled("app: web");

const kustomization = (content: string) =>
  `---\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${content}\n`;

/** What a change of two files is under kustomize. */
function changeOf(before: string, after: string): { selector: boolean; pods: boolean } {
  const [base, head] = [readYaml(before), readYaml(after)];
  const pair = { before: base.workloads[0] as Workload, after: head.workloads[0] as Workload };
  const applied = asApplied(pair, { base: base.neighbours, head: head.neighbours });
  expect(objectChanged(pair)).toBe(true);
  return { selector: immutableChange(applied) === "selector", pods: rollsPods(applied) };
}

describe("labels that kustomize writes over the files", () => {
  const none = { selector: false, pods: false };
  const all = { selector: true, pods: true };

  it.each([
    ["move into commonLabels", BOTH, APP + kustomization("commonLabels: {tier: front}"), none],
    [
      "move into labels with the selectors",
      BOTH,
      APP + kustomization("labels: [{pairs: {tier: front}, includeSelectors: true}]"),
      none,
    ],
    ["move back into the files", APP + kustomization("commonLabels: {tier: front}"), BOTH, none],
    ["move with another value", BOTH, APP + kustomization("commonLabels: {tier: back}"), all],
    [
      "cover what the files say",
      BOTH + kustomization("commonLabels: {tier: side}"),
      labelled("app: web, tier: back") + kustomization("commonLabels: {tier: side}"),
      none,
    ],
    [
      "go to the pods alone, and the selector loses them",
      BOTH,
      APP + kustomization("labels: [{pairs: {tier: front}, includeTemplates: true}]"),
      all,
    ],
    [
      "go to the pods alone, where no selector has them",
      labelled("app: web, tier: front", "app: web"),
      APP + kustomization("labels: [{pairs: {tier: front}, includeTemplates: true}]"),
      none,
    ],
    ["are others", BOTH, APP + kustomization("commonLabels: {part: shop}"), all],
    [
      "are of a key that no file writes, which may not be theirs",
      APP,
      APP.replace("replicas: 3", "replicas: 4") + kustomization("commonLabels: {part: shop}"),
      none,
    ],
  ])("%s", (_, before, after, expected) => {
    expect(changeOf(before, after)).toEqual(expected);
  });
});

it("a pair with one side is left as it is", () => {
  const { workloads, neighbours } = readYaml(BOTH);
  const pair = { before: null, after: workloads[0] as Workload };
  expect(asApplied(pair, { base: neighbours, head: neighbours })).toBe(pair);
});
