/** Policies as people get them wrong, for whatever reads a policy. */
import { RULE_NAMES } from "../../src/policy/rule-names.js";

const RULES = RULE_NAMES.join(", ");
const REFERENCE =
  "a repository such as .github or acme/platform, with a path behind it where that is another, such as acme/platform:policies/strict.yml";
const WORKLOAD =
  "Kind/name or Kind/namespace/name with * for any characters, such as Deployment/web; the kinds are Deployment, StatefulSet, DaemonSet, Rollout, CloneSet, DeploymentConfig, Service, HorizontalPodAutoscaler, ScaledObject, PodDisruptionBudget, PersistentVolumeClaim, ResourceQuota";
const REASON = "words that say why, at most 500 characters";
const CHART = "a chart's folder such as charts/web, or ., from the repository's root on";
const DAY = "a day of the calendar such as 2027-01-31";

/** A policy of one waiver, a line a key, that differs from a good one in what is given. */
export function waiverPolicy(parts: Record<string, string | undefined>): string {
  const good = {
    workload: "Deployment/web",
    rule: "readiness-gate",
    reason: "moves to jobs",
    until: "2027-01-31",
  };
  const lines = Object.entries({ ...good, ...parts }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${value}`],
  );
  return `waivers:\n  - ${lines.join("\n    ")}\n`;
}

/** What is wrong, the policy, and what is said of it. */
export const MALFORMED: [string, string, string][] = [
  [
    "a word that is none of the allowed",
    "block: always\n",
    '1:8 block is "always"; allowed: regressions, changed, never',
  ],
  [
    "a key that nobody knows",
    "blocks: never\n",
    '1:1 unknown key "blocks"; allowed: block, onError, comments, rules, requirePreStop, worstCase, probe, startupSeconds, injectedReadinessGates, nodes, kubernetes, paths, render, waivers, _extends',
  ],
  [
    "an unknown key further down",
    "probe:\n  period: 3\n",
    '2:3 unknown key "period" in probe; allowed: initialDelaySeconds, periodSeconds, timeoutSeconds, successThreshold, failureThreshold',
  ],
  [
    "a rule that does not exist",
    "rules:\n  readiness: off\n",
    `2:3 unknown key "readiness" in rules; allowed: ${RULE_NAMES.join(", ")}`,
  ],
  [
    "a severity that does not exist",
    "rules:\n  readiness-gate: info\n",
    '2:19 rules.readiness-gate is "info"; allowed: error, warning, off',
  ],
  [
    "a severity that is a number",
    "rules: { readiness-gate: 2 }",
    "1:26 rules.readiness-gate is 2; allowed: error, warning, off",
  ],
  [
    "a number in quotes",
    'startupSeconds: "45"\n',
    '1:17 startupSeconds is "45"; allowed: a whole number of seconds, 0 or more',
  ],
  [
    "a fraction",
    "startupSeconds: 1.5\n",
    "1:17 startupSeconds is 1.5; allowed: a whole number of seconds, 0 or more",
  ],
  [
    "a negative number",
    "startupSeconds: -1\n",
    "1:17 startupSeconds is -1; allowed: a whole number of seconds, 0 or more",
  ],
  [
    "a number that Kubernetes cannot hold",
    "startupSeconds: 2147483648\n",
    "1:17 startupSeconds is 2147483648; allowed: a whole number of seconds, 0 or more, at most 2147483647",
  ],
  [
    "gates of a word that nobody knows",
    "injectedReadinessGates: none\n",
    '1:25 injectedReadinessGates is "none"; allowed: all, or a mapping with namespaceLabel or annotation',
  ],
  [
    "a period of nothing",
    "probe: { periodSeconds: 0 }",
    "1:25 probe.periodSeconds is 0; allowed: a whole number of seconds, 1 or more",
  ],
  [
    "more than everything",
    "worstCase: { max: 101% }",
    '1:19 worstCase.max is "101%"; allowed: a whole number of pods such as 2, or per cent of the replicas such as "34%", at most "100%"',
  ],
  ["a ceiling that is missing", "worstCase: {}\n", "1:12 worstCase is a mapping; allowed: max, perService"],
  [
    "per cent of a Service that are no whole ones",
    "worstCase: { perService: 2.5% }",
    '1:26 worstCase.perService is "2.5%"; allowed: a whole number of pods such as 2, or per cent of the replicas such as "34%", at most "100%"',
  ],
  [
    "fewer than nothing",
    "worstCase: { max: -1 }",
    '1:19 worstCase.max is -1; allowed: a whole number of pods such as 2, or per cent of the replicas such as "34%", at most "100%"',
  ],
  [
    "the version 1.30 without quotes, which YAML reads as 1.3",
    "kubernetes: 1.30\n",
    '1:13 kubernetes is 1.3; allowed: a version from "1.27" to "1.37", in quotes since YAML takes 1.30 for 1.3, or one release of it such as "1.35.2"',
  ],
  [
    "a version that is too old",
    'kubernetes: "1.26"\n',
    '1:13 kubernetes is "1.26"; allowed: a version from "1.27" to "1.37", in quotes since YAML takes 1.30 for 1.3, or one release of it such as "1.35.2"',
  ],
  [
    "a version that nobody knows yet",
    "kubernetes: 1.38\n",
    '1:13 kubernetes is 1.38; allowed: a version from "1.27" to "1.37", in quotes since YAML takes 1.30 for 1.3, or one release of it such as "1.35.2"',
  ],
  [
    "a version with a v",
    "kubernetes: v1.34.2\n",
    '1:13 kubernetes is "v1.34.2"; allowed: a version from "1.27" to "1.37", in quotes since YAML takes 1.30 for 1.3, or one release of it such as "1.35.2"',
  ],
  [
    "a release of a version that nobody knows yet",
    "kubernetes: 1.38.0\n",
    '1:13 kubernetes is "1.38.0"; allowed: a version from "1.27" to "1.37", in quotes since YAML takes 1.30 for 1.3, or one release of it such as "1.35.2"',
  ],
  ["no node", "nodes: 0\n", "1:8 nodes is 0; allowed: a whole number of nodes, 1 or more"],
  [
    "a yes that YAML 1.2 takes for a word",
    "requirePreStop: yes\n",
    '1:17 requirePreStop is "yes"; allowed: true, false',
  ],
  [
    "one glob instead of a list",
    "paths: { exclude: test/** }",
    '1:19 paths.exclude is "test/**"; allowed: a list of globs such as [test/**]',
  ],
  [
    "a glob that can match nothing",
    "paths: { exclude: [a, ./test/**] }",
    '1:23 paths.exclude.1 is "./test/**"; allowed: a glob from the repository\'s root on, without / or ./ before it',
  ],
  [
    "a glob beyond the bound on its parts",
    `paths:\n  exclude:\n    - test/**\n    - ${"a/".repeat(48)}b\n`,
    `4:7 paths.exclude.1 is "${"a/".repeat(39)}…; allowed: a glob of at most 48 names and wildcards, counted anew for each word in its braces`,
  ],
  [
    "a glob with ** in a name",
    'paths: { include: ["**.yaml"] }',
    '1:20 paths.include.0 is "**.yaml"; allowed: ** as a whole name, such as **/*.yaml, and * within one',
  ],
  [
    "a list at the root",
    "- block: never\n",
    "1:1 the policy is a list of 1; allowed: block, onError, comments, rules, requirePreStop, worstCase, probe, startupSeconds, injectedReadinessGates, nodes, kubernetes, paths, render, waivers, _extends",
  ],
  [
    "a word at the root",
    "never\n",
    '1:1 the policy is "never"; allowed: block, onError, comments, rules, requirePreStop, worstCase, probe, startupSeconds, injectedReadinessGates, nodes, kubernetes, paths, render, waivers, _extends',
  ],
  [
    "a mapping where a word belongs",
    "block:\n  a: 1\n",
    "2:3 block is a mapping; allowed: regressions, changed, never",
  ],
  ["rules as a list", "rules: [readiness-gate]\n", `1:8 rules is a list of 1; allowed: ${RULES}`],
  [
    "an address instead of a repository",
    "_extends: https://github.com/acme/platform\n",
    `1:11 _extends is "https://github.com/acme/platform"; allowed: ${REFERENCE}`,
  ],
  [
    "a way out of the repository",
    "_extends: acme/platform:../policy.yml\n",
    `1:11 _extends is "acme/platform:../policy.yml"; allowed: ${REFERENCE}`,
  ],
  ["two files to extend", "_extends: [a, b]\n", `1:11 _extends is a list of 2; allowed: ${REFERENCE}`],
  [
    "one waiver instead of a list",
    "waivers: Deployment/web\n",
    '1:10 waivers is "Deployment/web"; allowed: a list of waivers, each with workload, rule, reason and until',
  ],
  [
    "a waiver that is only a name",
    "waivers: [Deployment/web]\n",
    '1:11 waivers.0 is "Deployment/web"; allowed: workload, path, rule, reason, until',
  ],
  [
    "one way to render that is no list",
    "render: { chart: charts/web }",
    "1:9 render is a mapping; allowed: a list of settings, each with chart, and maybe values",
  ],
  [
    "more ways to render than anyone has",
    `render: [${"{ chart: a }, ".repeat(201)}]`,
    "1:9 render is a list of 201; allowed: at most 200 ways to render",
  ],
  [
    "a way to render that names no chart",
    "render:\n  - values: [a.yaml]\n",
    `2:5 render.0.chart is missing; allowed: ${CHART}`,
  ],
  [
    "a chart out of the repository",
    "render:\n  - chart: charts/../../web\n",
    `2:12 render.0.chart is "charts/../../web"; allowed: ${CHART}`,
  ],
  [
    "a chart by a path of the machine",
    "render:\n  - chart: /charts/web\n",
    `2:12 render.0.chart is "/charts/web"; allowed: ${CHART}`,
  ],
  [
    "values that are no list",
    "render:\n  - chart: web\n    values: prod.yaml\n",
    '3:13 render.0.values is "prod.yaml"; allowed: a list of values files such as [charts/web/values-prod.yaml]',
  ],
  [
    "values themselves in place of a file",
    "render:\n  - chart: web\n    values:\n      - replicas: 3\n",
    "4:9 render.0.values.0 is a mapping; allowed: a values file such as charts/web/values-prod.yaml, from the repository's root on",
  ],
  [
    "a release that Helm refuses",
    "render:\n  - chart: web\n    release: Web_1\n",
    '3:14 render.0.release is "Web_1"; allowed: a release\'s name such as web, in lower case, at most 53 characters',
  ],
  [
    "a namespace that Kubernetes refuses",
    "render:\n  - chart: web\n    namespace: a.b\n",
    '3:16 render.0.namespace is "a.b"; allowed: a namespace such as shop',
  ],
  [
    "a name of blanks",
    "render:\n  - chart: web\n    name: '  '\n",
    '3:11 render.0.name is "  "; allowed: a name of one line, at most 100 characters',
  ],
  [
    "a key that no way to render has",
    "render:\n  - chart: web\n    set: a=1\n",
    '3:5 unknown key "set" in render.0; allowed: chart, values, name, release, namespace',
  ],
  [
    "a waiver without a reason",
    waiverPolicy({ reason: undefined }),
    `2:5 waivers.0.reason is missing; allowed: ${REASON}`,
  ],
  [
    "a reason of blanks",
    waiverPolicy({ reason: "'  '" }),
    `4:13 waivers.0.reason is "  "; allowed: ${REASON}`,
  ],
  [
    "a reason that is a number",
    waiverPolicy({ reason: "7" }),
    `4:13 waivers.0.reason is 7; allowed: ${REASON}`,
  ],
  [
    "a waiver without end",
    waiverPolicy({ until: undefined }),
    `2:5 waivers.0.until is missing; allowed: ${DAY}`,
  ],
  [
    "a day that no calendar has",
    waiverPolicy({ until: "2027-02-29" }),
    `5:12 waivers.0.until is "2027-02-29"; allowed: ${DAY}`,
  ],
  [
    "a day as it is written elsewhere",
    waiverPolicy({ until: "31.01.2027" }),
    `5:12 waivers.0.until is "31.01.2027"; allowed: ${DAY}`,
  ],
  [
    "a day with its month in one digit",
    waiverPolicy({ until: "2027-1-31" }),
    `5:12 waivers.0.until is "2027-1-31"; allowed: ${DAY}`,
  ],
  [
    "a moment instead of a day",
    waiverPolicy({ until: "2027-01-31T12:00:00Z" }),
    `5:12 waivers.0.until is "2027-01-31T12:00:00Z"; allowed: ${DAY}`,
  ],
  [
    "a day that a tag makes a moment",
    waiverPolicy({ until: "!!timestamp 2027-01-31" }),
    `5:24 waivers.0.until is "2027-01-31T00:00:00.000Z"; allowed: ${DAY}`,
  ],
  [
    "a day that is a number",
    waiverPolicy({ until: "20270131" }),
    `5:12 waivers.0.until is 20270131; allowed: ${DAY}`,
  ],
  [
    "a workload without its kind",
    waiverPolicy({ workload: "web" }),
    `2:15 waivers.0.workload is "web"; allowed: ${WORKLOAD}`,
  ],
  [
    "a kind that rolls no pods",
    waiverPolicy({ workload: "CronJob/web" }),
    `2:15 waivers.0.workload is "CronJob/web"; allowed: ${WORKLOAD}`,
  ],
  [
    "a kind in lower case",
    waiverPolicy({ workload: "deployment/web" }),
    `2:15 waivers.0.workload is "deployment/web"; allowed: ${WORKLOAD}`,
  ],
  [
    "a waiver of a rule that does not exist",
    waiverPolicy({ rule: "readiness" }),
    `3:11 waivers.0.rule is "readiness"; allowed: ${RULES}`,
  ],
  [
    "a waiver's glob that can match nothing",
    waiverPolicy({ path: "/k8s/**" }),
    '6:11 waivers.0.path is "/k8s/**"; allowed: a glob from the repository\'s root on, without / or ./ before it',
  ],
  [
    "a waiver's glob beyond the bound on its parts",
    waiverPolicy({ path: "a{b,c,d,e,f,g,h,i}/{a,b,c,d,e,f,g,h,i}" }),
    '6:11 waivers.0.path is "a{b,c,d,e,f,g,h,i}/{a,b,c,d,e,f,g,h,i}"; allowed: a glob of at most 48 names and wildcards, counted anew for each word in its braces',
  ],
  [
    "a key that no waiver has",
    waiverPolicy({ expires: "2027-01-31" }),
    '6:5 unknown key "expires" in waivers.0; allowed: workload, path, rule, reason, until',
  ],
  [
    "a key twice",
    "block: never\nblock: changed\n",
    "2:1 this key stands here a second time; allowed: each key once",
  ],
  [
    "two documents",
    "block: never\n---\nblock: changed\n",
    "2:1 a second document begins here; allowed: one document",
  ],
  ["a tab", "probe:\n\tperiodSeconds: 1\n", "2:1 a tab indents this line; allowed: spaces"],
  ["a key that is no text", "[a]: b\n", "1:1 this key is not text; allowed: text as keys"],
  [
    "a glob without its quotes",
    "paths:\n  exclude: [**/test/**, x]\n",
    '2:13 "**/test/**" names an anchor that is not there; allowed: quotes around a text that begins with *',
  ],
  [
    "a reason with a colon and without its quotes",
    waiverPolicy({ reason: "moves: to jobs" }),
    "4:13 a second key on this line; allowed: quotes around a text with a colon in it",
  ],
  [
    "a first line that is indented, at which all that follows is misread",
    " block: never\nrules:\n  planned-outage: off\n",
    "2:1 this belongs to nothing before it: its indentation, a colon or a bracket is wrong",
  ],
  [
    "a mapping without its end",
    "block: {\n",
    "2:1 this is not YAML: Flow map in block collection must be sufficiently indented and end with a }",
  ],
];
