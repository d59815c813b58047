// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the tokens of other tools are what is tested
import { describe, expect, it } from "vitest";
import { readManifest } from "../../src/manifest/read-manifest.js";

const KINDS = new Set(["Deployment"]);
const read = (lines: string) => {
  const { objects, unread, templates } = readManifest("a.yaml", `kind: Deployment\nspec:\n${lines}\n`, KINDS);
  if (objects.length > 0) return "read";
  if (templates.length > 0) return "template";
  return unread.map(({ problem }) => `${problem.code} in line ${problem.line}`).join();
};

describe("a document of a templating tool", () => {
  it.each([
    ["Helm in a value", "  image: {{ .Values.image }}"],
    ["Helm in a quoted value", '  image: "{{ .Values.image }}"'],
    ["Helm in a key", "  {{ .Values.key }}: a"],
    ["Helm on a line of its own", "  {{- toYaml .Values.spec | nindent 2 }}"],
    ["Helm around lines", "  {{- if .Values.replicas }}\n  replicas: 1\n  {{- end }}"],
    ["Helm beside a bracket that only Kubernetes takes", "  a: {{ .b }}\n  c: [\n  d\n  ]"],
    ["Jinja around lines", "  {% if replicas %}\n  replicas: 1\n  {% endif %}"],
    ["Jinja in a value", "  replicas: {% if big %}"],
    ["Jinja in a quoted value", "  name: '{% if big %}'"],
    ["ERB", "  image: <%= image %>"],
    ["ytt, whose code is in comments", "  #@ if data.values.big:\n  replicas: 9"],
    ["tokens that YAML takes for a comment", "  replicas: #{REPLICAS}#"],
    ["a token that stands for lines", "  ${EXTRA_SPEC}\n  template: {}"],
    ["a token that YAML forbids", "  image: @IMAGE@"],
    ["a token in small letters that YAML forbids", "  image: @image@"],
    ["a token without a name", "  name: @@-queue"],
    ["a token without a name behind a key further up", "  a: b\n  labels:\n    target: @@"],
    ["a token between percent signs", "  image: %IMAGE%"],
    ["tokens in braces", "  image: {REGISTRY}web:{TAG}"],
    ["tokens in braces and a path", "  image: {registry}/web:{tag}"],
    ["tokens in braces behind a dash", "  args:\n    - {FLAG} {OTHER}"],
    [
      "a word in capitals that stands for lines",
      "  labels:\n    app: web\nXXX_MORE_LABELS_XXX\n  replicas: 1",
    ],
    ["such a word that is indented", "  replicas: 1\n  __EXTRA_SPEC__\n  a: b"],
    ["a token in braces that stands for lines", "  replicas: 1\n  {EXTRA_SPEC}\n  a: b"],
  ])("is recognised by %s", (_, lines) => {
    expect(read(lines)).toBe("template");
  });

  it.each([
    ["in a comment", "  # image: {{ .Values.image }}\n  # {{ end }}\n  replicas: 1"],
    [
      "in a block of text",
      "  annotations:\n    agent-inject-template: |\n      {{- with .Data -}}\n      a: {{ .b }}",
    ],
    [
      "in what a program expands itself",
      '  args: ["--format={{ .Names }}"]\n  env: [{name: A, value: "{{ b }}"}]',
    ],
    ["of the shell in a command", '  command: [sh, -c, "echo ${HOME}"]'],
    ["of a token replacer in a plain value", "  image: ${IMAGE}:${TAG}"],
    ["of braces in a plain value", "  image: web:{TAG}"],
    ["of braces that YAML takes for a mapping", "  replicas: {REPLICAS}\n  a: {B: c}"],
  ])("is not seen in marks %s", (_, lines) => {
    expect(read(lines)).toBe("read");
  });

  it.each([
    ["a mapping with text behind it", "  labels: {app: web}x"],
    ["a mapping of two keys with text behind it", "  labels: {app, tier}x"],
    ["a mapping with a comma too few", "  labels: {app: web tier: a}\n   b: c"],
    ["an owner that begins with the sign", "  owner: @team"],
    ["a word in capitals where none belongs", "  replicas: 1\n  TODO\n  a: b"],
    ["a shell's text that is not indented", "  run: |\n    cat <<'END_OF_FILE'\n    a\nEND_OF_FILE\n  a: b"],
    ["a mapping of a name in small letters and a comment", "  labels: {app} # web\n   b: c"],
  ])("is not seen in %s, which is wrong", (_, lines) => {
    expect(read(lines)).toMatch(/^yaml-syntax/);
  });

  it("is no excuse for a fault that stands somewhere else", () => {
    const command = '  command: [sh, -c, "echo ${HOME}"]\n  a: 1\n  b: 1\n  c: 1';
    expect(read(`${command}\n   d: 1`)).toBe("yaml-syntax in line 7");
  });
});
