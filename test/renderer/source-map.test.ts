/** From a rendered line back to the line that a person wrote, and to the values that decided over it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HelmAnswer } from "../../src/renderer/helm.js";
import type { Renderer } from "../../src/renderer/renderer.js";
import { chart, places, render } from "./chart.js";
import { lendRenderer } from "./lend-renderer.js";

let renderer: Renderer;
let giveBack: () => Promise<void>;
beforeAll(async () => {
  [renderer, giveBack] = await lendRenderer();
});
afterAll(() => giveBack());

const one = (template: string, values = "", helpers = ""): Promise<HelmAnswer> =>
  render(
    renderer,
    chart({ "templates/a.yaml": template, "values.yaml": values, "templates/_b.tpl": helpers }),
  );

/** The lines of the first template, each with where it came from. */
const linesOf = (answer: HelmAnswer) =>
  answer.templates[0]!.text.split("\n").map((line, i) => [
    line,
    places(answer)[i]?.replace("templates/", "") ?? null,
  ]);

const spotOf = (answer: HelmAnswer, line: string) => {
  const { text, lines = [] } = answer.templates[0]!;
  const index = text.split("\n").findIndex((one) => one.includes(line));
  return answer.spots![lines[index]! >> 1]!;
};
const waysOf = ({ values = [] }: HelmAnswer, reads: readonly number[] = []) =>
  reads.map((read) => values[read]!.join("."));
const partsOf = (answer: HelmAnswer, line: number) => {
  const parts = answer.templates[0]!.parts ?? [];
  return parts.filter((_, i) => i % 2 === 1 && parts[i - 1] === line).map((spot) => answer.spots![spot]!);
};

describe("a line of the output", () => {
  test("is a line of the template, or the inside of an action", async () => {
    const answer = await one(
      "kind: Deployment\n{{- if .Values.enabled }}\nspec:\n  image: {{ .Values.image }}\n{{- end }}\n  resources:\n    {{- toYaml .Values.resources | nindent 4 }}\n",
      "enabled: true\nimage: web:1\nresources: {limits: {cpu: 1}, requests: {cpu: 1}}\n",
    );
    expect(linesOf(answer)).toEqual([
      ["kind: Deployment", "a.yaml:1"],
      ["spec:", "a.yaml:3"],
      ["  image: web:1", "a.yaml:4"],
      ["  resources:", "a.yaml:6"],
      ["    limits:", "a.yaml:7"],
      ["      cpu: 1", "~a.yaml:7"],
      ["    requests:", "~a.yaml:7"],
      ["      cpu: 1", "~a.yaml:7"],
      ["", null],
    ]);
  });

  test("is a line of the define that prints it, with the call around it", async () => {
    const answer = await one(
      'a: b\n{{ include "shop.labels" . }}\n{{ template "shop.labels" . }}\n',
      "",
      '{{- define "shop.labels" -}}\napp: shop\n{{ include "shop.tier" . }}\n{{- end }}\n{{ define "shop.tier" }}tier: web{{ end }}',
    );
    expect(linesOf(answer)).toEqual([
      ["a: b", "a.yaml:1"],
      ["app: shop", "_b.tpl:2"],
      ["tier: web", "_b.tpl:5"],
      ["app: shop", "_b.tpl:2"],
      ["tier: web", "_b.tpl:5"],
      ["", null],
    ]);
    const { spots = [], places: known = [] } = answer;
    const stack = [];
    for (let spot = spotOf(answer, "tier"); ; spot = spots[spot.call]!) {
      const { define = null, source = null, line } = known[spot.place]!;
      stack.push([define, source, line]);
      if (spot.call < 0) break;
    }
    expect(stack).toEqual([
      ["shop.tier", null, 5],
      ["shop.labels", 'include "shop.tier" .', 3],
      [null, 'include "shop.labels" .', 2],
    ]);
  });

  test.each([
    ["an indented block", '{{ include "x" . | indent 2 }}', "  a: 1\n  b: 2"],
    ["what is trimmed", '{{ include "x" . | trim }}', "a: 1\nb: 2"],
    ["a default", '{{ default (include "x" .) .Values.none }}', "a: 1\nb: 2"],
    ["a choice", '{{ ternary (include "x" .) "none" true }}', "a: 1\nb: 2"],
    ["an item of a list", '{{ first (list (include "x" .)) }}', "a: 1\nb: 2"],
    ["an entry of a dict", '{{ (dict "y" (include "x" .)).y }}', "a: 1\nb: 2"],
    ["a template of the values", "{{ tpl .Values.t . }}", "a: 1\nb: 2"],
  ])("keeps its place through %s", async (_name, template, text) => {
    const answer = await one(
      template,
      `t: '{{ include "x" . }}'\n`,
      '{{ define "x" }}a: 1\nb: {{ 1 | add 1 }}{{ end }}',
    );
    expect(answer.templates[0]).toMatchObject({ text, trusted: true });
    expect(places(answer)).toEqual(["templates/_b.tpl:1", "templates/_b.tpl:2"]);
  });

  test.each([
    '{{ include "x" . | upper }}',
    '{{ include "x" . | trunc 3 }}{{ include "x" . | len }}',
    '{{ if eq (include "x" .) "a: 1" }}yes{{ end }}',
    '{{ if include "none" . }}yes{{ else }}no{{ end }}',
    '{{ include "x" . | fromYaml | toJson }}',
    '{{ $d := dict (include "x" .) 1 }}{{ get $d "a: 1" }}{{ hasKey $d "a: 1" }}',
    '{{ $_ := set .Values "x" (include "x" .) }}{{ .Values.x | quote }}{{ .Values | toYaml }}',
    '{{ printf "%s|%q" (include "x" .) (include "x" .) }}',
    '{{ regexReplaceAll "^a" (include "x" .) "b" }}',
    '{{ list (include "x" .) "b" | join "," }}{{ has "a: 1" (list (include "x" .)) }}',
    "{{ .Capabilities.KubeVersion }}{{ .Values.none }}{{ default 1 nil }}",
    "{{ range $i, $x := list 1 2 }}{{ $i }}{{ $x }}{{ else }}none{{ end }}",
    "{{ range until 3 }}{{ . }}{{ if eq . 1 }}{{ break }}{{ end }}{{ end }}",
    "{{ range 3 }}\n- {{ . }}\n{{ end }}",
    "{{ with $x := .Values.a }}{{ $x.b }}{{ end }}",
    '{{ `{{ literal }}` }} {{ "{{" }} } { {',
    "icons \u{F0001} \u{F8000} stay",
    '{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}{{ define "y" }}{{ end }}{{ block "z" . }}z{{ end }}',
  ])("comes out as without marks: %s", async (template) => {
    const answer = await one(
      template,
      "a: {b: c}\n",
      '{{ define "x" }}a: 1{{ end }}{{ define "none" }} {{ end }}',
    );
    expect(answer.error).toBeUndefined();
    expect(answer.noTrace).toBeUndefined();
    expect(answer.templates[0]?.trusted).toBe(true);
  });
});

describe("what decides over a line", () => {
  const values =
    "web: {ports: {http: 80}, probe: {path: /}}\njobs:\n  mail: {image: mail:1, enabled: true}\n  search: {image: search:1}\n";

  test("are the guards around it, with the values that they read", async () => {
    const answer = await one(
      "{{ if .Values.web }}\n{{ with .Values.web.probe }}\na: b\n{{ else }}\nc: d\n{{ end }}{{ end }}",
      values,
    );
    const { place, guardReads = [] } = spotOf(answer, "a: b");
    const guards = [];
    for (let at = answer.places![place]!.guard; at >= 0; at = answer.guards![at]!.parent)
      guards.push(answer.guards![at]!);
    expect(guards.map(({ word, pipeline, line, else: isElse }) => [word, pipeline, line, isElse])).toEqual([
      ["with", ".Values.web.probe", 2, undefined],
      ["if", ".Values.web", 1, undefined],
    ]);
    expect(guardReads.map((reads) => waysOf(answer, reads))).toEqual([["web.probe"], ["web"]]);
  });

  test.each([
    ["{{ .Values.web.ports.http }}", ["web.ports.http"]],
    ["{{ $.Values.web.ports.http }}", ["web.ports.http"]],
    ["{{ (.Values.web).ports.http }}", ["web.ports.http"]],
    ['{{ index .Values "web" "ports" "http" }}', ["web.ports.http"]],
    ["{{ with .Values.web }}{{ .probe.path }}{{ end }}", ["web.probe.path"]],
    ["{{ $web := .Values.web }}{{ $web.probe.path }}", ["web.probe.path"]],
    [
      "{{ range $name, $job := .Values.jobs }}{{ if $job.enabled }}{{ $job.image }}{{ end }}{{ end }}",
      ["jobs.mail.image"],
    ],
    ["{{ range .Values.jobs }}{{ if .enabled }}{{ .image }}{{ end }}{{ end }}", ["jobs.mail.image"]],
    ['{{ include "path" . }}', ["web.probe.path"]],
    ['{{ include "image" .Values.jobs.mail }}', ["jobs.mail.image"]],
    ['{{ include "of" (dict "root" $ "job" .Values.jobs.mail) }}', ["jobs.mail.image", "web.probe.path"]],
    [
      '{{ range $name, $job := .Values.jobs }}{{ if $job.enabled }}{{ include "of" (dict "root" $ "job" $job) }}{{ end }}{{ end }}',
      ["jobs.mail.image", "web.probe.path"],
    ],
    ["{{ .Release.Name }}", []],
  ])("are the values that it reads: %s", async (template, ways) => {
    const answer = await one(
      `a: ${template}`,
      values,
      '{{ define "path" }}{{ .Values.web.probe.path }}{{ end }}{{ define "image" }}{{ .image }}{{ end }}{{ define "of" }}{{ .job.image }}{{ .root.Values.web.probe.path }}{{ end }}',
    );
    const innermost = partsOf(answer, 1).filter(
      (spot) => !answer.places![spot.place]!.source!.startsWith("include"),
    );
    expect(innermost.flatMap(({ reads }) => waysOf(answer, reads))).toEqual(ways);
  });

  test("are the keys that ranges were at", async () => {
    const answer = await one(
      "{{ range $job := .Values.jobs }}{{ range list 7 8 }}\n- {{ $job.image }}: {{ . }}{{ end }}{{ end }}",
      values,
    );
    expect(answer.templates[0]?.lines?.map((line) => answer.spots?.[line >> 1]?.keys)).toEqual([
      undefined,
      ["mail", "0"],
      ["mail", "1"],
      ["search", "0"],
      ["search", "1"],
    ]);
  });

  test("are its own, however many places there are before it", async () => {
    // Some numbers of places are no characters: those from 55,296 on, until 57,343.
    const many = `{{ if false }}${"a\n".repeat(55_300)}{{ end }}`;
    const answer = await render(
      renderer,
      chart({
        "templates/a.yaml": many,
        "templates/b.yaml": "{{ range list 7 8 }}\na: 1\nb: 2\nc: 3{{ end }}",
      }),
    );
    expect(places(answer)).toEqual([
      null,
      ...["templates/b.yaml:2", "templates/b.yaml:3", "templates/b.yaml:4"],
      ...["templates/b.yaml:2", "templates/b.yaml:3", "templates/b.yaml:4"],
    ]);
  });
});

describe("the outline of a file", () => {
  test("has what these values do not print", async () => {
    const template = `a: b
{{/* readinessProbe: none */}}
{{- with .Values.probe }}
readinessProbe:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- range $name, $job := .Values.jobs }}
{{ $job.image }}
{{- end }}
`;
    const { outline, ...answer } = await render(
      renderer,
      chart({ "templates/a.yaml": template }, { outline: ["deploy/shop/templates/a.yaml"] }),
    );
    const lines = template.split("\n");
    const [own] = outline ?? [];
    expect(
      own?.places.map((number, i) => {
        const { kind, line, guard } = answer.places![number]!;
        const around = answer.guards?.[guard];
        return [kind, lines[line - 1]?.trim(), waysOf(answer, own.reads[i]), waysOf(answer, around?.reads)];
      }),
    ).toEqual([
      ["text", "a: b", [], []],
      ["text", "readinessProbe:", [], ["probe"]],
      ["action", "{{- toYaml . | nindent 2 }}", ["probe"], ["probe"]],
      ["action", "{{ $job.image }}", ["jobs.*.image"], ["jobs"]],
    ]);
  });

  test("is that of the files that are asked for, and not of others", async () => {
    const answer = await render(
      renderer,
      chart(
        { "templates/a.yaml": "a: b", "templates/_b.tpl": '{{ define "x" }}x{{ end }}' },
        { outline: ["deploy/shop/templates/_b.tpl", "deploy/shop/templates/c.yaml"] },
      ),
    );
    expect(answer.outline?.map(({ file, template, places }) => [file, template, places.length])).toEqual([
      ["deploy/shop/templates/_b.tpl", "shop/templates/_b.tpl", 1],
    ]);
  });
});
