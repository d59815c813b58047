import { describe, expect, it } from "vitest";
import { helm3Differences } from "../../../src/render/helm/helm3-differences.js";
import type { HelmAnswer, HelmValues } from "../../../src/renderer/helm.js";

const CHART = "shop/templates/web.yaml";

function notes(files: Record<string, string>, values: HelmValues[] = [], answer: Partial<HelmAnswer> = {}) {
  const chart = { folder: "shop", files, binary: {}, dependencies: [{ at: "charts/lib", folder: "lib" }] };
  return helm3Differences(chart, values, answer).map(
    ({ path, line, message, isWhole }) => `${path}:${line} ${message}${isWhole ? "" : " (in part)"}`,
  );
}

describe("a function that Helm 3 does not have", () => {
  const told = (path: string, line: number, names: string) => [
    `${path}:${line} Helm 3 cannot render this chart: it does not have ${names}`,
  ];

  it.each([
    ["in an action", "a: 1\nb: {{ mustToYaml .Values.b }}\n", 2, '"mustToYaml"'],
    [
      "in a pipeline of several lines",
      "{{- with\n  .Values.wait | durationSeconds }}{{ end }}\n",
      2,
      '"durationSeconds"',
    ],
    ["behind a comment", "{{/* a\nb */}}\n{{ toYaml . | mustToToml }}\n", 3, '"mustToToml"'],
    ["with another", "{{ mustToYaml . }}{{ mustToDuration . }}\n", 1, '"mustToYaml" and "mustToDuration"'],
  ])("is told %s", (_, text, line, names) => {
    expect(notes({ [CHART]: text })).toEqual(told(CHART, line, names));
  });

  it("is told of a library from elsewhere", () => {
    const helpers = "lib/templates/_helpers.tpl";
    expect(notes({ [helpers]: "{{ mustToYaml . }}" })).toEqual(told(helpers, 1, '"mustToYaml"'));
  });

  it.each([
    ["in a comment", "{{- /* mustToYaml */ -}}\n"],
    ["in text", "# mustToYaml\n"],
    ["in a string", '{{ fail "use mustToYaml" }}{{ print `durationDays` }}\n'],
    ["that Helm 3 has", "{{ mustToJson . }}{{ toYaml . }}{{ duration 5 }}\n"],
  ])("is not told of one %s", (_, text) => {
    expect(notes({ [CHART]: text })).toEqual([]);
  });

  it("is not told of what no template is", () => {
    expect(
      notes({ "shop/files/a.tpl": "{{ mustToYaml . }}", "other/templates/a.yaml": "{{ mustToYaml . }}" }),
    ).toEqual([]);
  });
});

describe("values of several documents", () => {
  const told = (path: string, line: number) => [
    `${path}:${line} Helm 3 takes no more than the first YAML document of this file, and Helm 4 takes all of them`,
  ];

  it("are told of the chart's own, at the second that holds anything", () => {
    expect(notes({ "shop/values.yaml": "a: 1\n---\n# nothing\n---\nb: 1\n" })).toEqual(
      told("shop/values.yaml", 4),
    );
  });

  it("are told of a file that is put over them", () => {
    expect(notes({}, [{ name: "shop/values-prod.yaml", yaml: "---\na: 1\n---\nb: 1\n" }])).toEqual(
      told("shop/values-prod.yaml", 3),
    );
  });

  it.each([
    ["one behind a comment", "# of the shop\n---\na: 1\n"],
    ["one and nothing", "---\na: 1\n---\n# nothing\n"],
    ["a text with dashes", "a: |\n  ---\n  b\n"],
  ])("are not told of %s", (_, text) => {
    expect(notes({ "shop/values.yaml": text })).toEqual([]);
  });
});

describe("what a template asks of the chart and of Helm", () => {
  const place = (source: string, guard = -1) => ({
    template: CHART,
    file: CHART,
    line: 3,
    kind: "action" as const,
    source,
    guard,
  });
  const spots = [{ place: 0, call: -1 }];
  const asked = (source: string) => notes({}, [], { places: [place(source)], spots });
  const unknown = (name: string, line = 3) => [
    `${CHART}:${line} Helm 3 cannot render this: there is no ".Chart.${name}", which Helm 4 takes for nothing`,
  ];

  it.each([[".Chart.Channel"], ["default 1 $.Chart.Channel"], ["(.Chart.Channel)"]])(
    "is told where %s is no field of Chart.yaml",
    (source) => {
      expect(asked(source)).toEqual(unknown("Channel"));
    },
  );

  it("is told where a condition around what is printed asks it", () => {
    const guards = [
      { parent: -1, word: "if" as const, pipeline: "not .Chart.channel", line: 1 },
      { parent: 0, word: "with" as const, pipeline: ".Values.a", line: 2 },
    ];
    expect(notes({}, [], { places: [place(".Values.b", 1)], guards, spots })).toEqual(unknown("channel", 1));
  });

  it("is told where the whole of it is printed, or Helm's own version", () => {
    expect(asked("toYaml .Chart")).toEqual([`${CHART}:3 Helm 3 prints .Chart with other keys than Helm 4`]);
    expect(asked(".Capabilities.HelmVersion.Version")).toEqual([
      `${CHART}:3 the chart asks which version of Helm renders it, which is 4 here`,
    ]);
  });

  it.each([
    [".Chart.AppVersion"],
    [".Values.Chart.Channel"],
    ['include "a" .Chart'],
    ["toYaml .Chart.Keywords"],
  ])("is not told of %s", (source) => {
    expect(asked(source)).toEqual([]);
  });

  it("is not told of an action that nothing came to", () => {
    expect(notes({}, [], { places: [place(".Chart.Channel")], spots: [] })).toEqual([]);
  });
});
