import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { printChanges } from "../../../scripts/survey/renderings/print-changes.js";
import { printCharts } from "../../../scripts/survey/renderings/print-charts.js";
import { printKustomizations } from "../../../scripts/survey/renderings/print-kustomizations.js";
import type { ChangeRecord } from "../../../scripts/survey/renderings/survey-changes.js";
import type { ChartRecord, SetRecord } from "../../../scripts/survey/renderings/survey-charts.js";
import type { KustomizationRecord } from "../../../scripts/survey/renderings/survey-kustomizations.js";

const SET: SetRecord = {
  ...{ set: null, forTests: false, failure: null, message: "", milliseconds: 1, templates: 1 },
  ...{ untrusted: [], missing: [], containers: 1, native: null, majors: null, helm3: [] },
  lines: { compared: 1, unchecked: 0, computed: 0, unmapped: 0, wrong: [] },
  keys: { name: {}, image: {}, ports: {} },
};
const chart = (failure: string | null): ChartRecord[] => [
  { repo: "a", folder: "web", failure: null, sets: [{ ...SET, failure }] },
];
const kustomization = (outcome: string): KustomizationRecord[] => [
  { repo: "a", folder: "web", outcome, message: "", objects: 1, milliseconds: 1, native: null },
];
const change = (result: string): ChangeRecord[] => [
  {
    ...{ repo: "a", sha: "b", crash: null, workloads: 1, findings: 0, milliseconds: 1 },
    renderings: [{ tool: "helm", folder: "web", set: null, result, detail: [] }],
  },
];

describe("the exit status of a survey", () => {
  beforeEach(() => {
    vi.spyOn(console, "log").mockImplementation(() => {});
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    ["charts", () => printCharts(chart(null)), 0],
    ["a chart that cannot be parsed", () => printCharts(chart("parse")), 0],
    ["no chart", () => printCharts([]), 1],
    ["a chart that took too long", () => printCharts(chart("time")), 1],
    ["a chart on which the module broke", () => printCharts(chart("panic")), 1],
    ["kustomizations", () => printKustomizations(kustomization("built")), 0],
    ["a kustomization that is refused", () => printKustomizations(kustomization("refused: remote")), 0],
    ["no kustomization", () => printKustomizations([]), 1],
    ["a kustomization that broke the renderer", () => printKustomizations(kustomization("fault")), 1],
    ["changes", () => printChanges(change("not-compared")), 0],
    ["no change", () => printChanges([]), 1],
    ["a change of which the renderer gave no answer", () => printChanges(change("renderer-fails")), 1],
  ])("of %s: %#", (_, print, expected) => {
    expect(print()).toBe(expected);
  });
});
