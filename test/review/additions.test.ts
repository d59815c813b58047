/** Fixes that add an entry, in every style in which a manifest may be written: what they add is all that differs. */
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments, stringify } from "yaml";
import type { Policy } from "../../src/policy/policy.js";
import { reviewFiles } from "../engine/review-files.js";
import { differences, replaceLines } from "../plan-invariants.js";

const POD = "spec/template/spec";
const CONTAINER = `${POD}/containers/0`;

/** One object in several styles, each as a text of its own. */
function stylesOf(block: string): [style: string, text: string][] {
  const value = parse(block);
  const flow = stringify(value, { collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 });
  return [
    ["block style", block],
    ["block style without a last line break", block.trimEnd()],
    [
      "block style behind another document",
      `kind: Service\napiVersion: v1\nmetadata: {name: a}\n---\n${block}`,
    ],
    ["CRLF", block.replaceAll("\n", "\r\n")],
    ["flow style", `${flow.replaceAll("\n", "")}\n`],
    ["JSON", `${JSON.stringify(value, null, 2)}\n`],
    ["JSON on one line", JSON.stringify(value)],
    [
      "a list",
      `apiVersion: v1\nkind: List\nitems:\n${block.replace(/^/gm, "  ").replace("  ", "- ").trimEnd()}\n`,
    ],
    [
      "an anchor of a value",
      block.replace("port: 8000", "port: &port 8000").replace("containerPort: 8000", "containerPort: *port"),
    ],
  ];
}

interface Case {
  origin: string;
  block: string;
  policy: Partial<Policy>;
  /** paths of what is added, or changed */
  adds: string[];
}

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1
          readinessProbe:
            httpGet:
              path: /ready
              port: 8000
          ports:
            - containerPort: 8000
`;

const CASES: Case[] = [
  {
    origin: "pre-stop",
    block: WEB,
    policy: { requirePreStop: true, kubernetes: "1.34" },
    adds: [`+${CONTAINER}/lifecycle`, `+${POD}/terminationGracePeriodSeconds`],
  },
  {
    origin: "pre-stop",
    block: WEB.replace("      containers:", "      terminationGracePeriodSeconds: 20\n      containers:"),
    policy: { requirePreStop: true, kubernetes: "1.34" },
    adds: [`+${CONTAINER}/lifecycle`, `~${POD}/terminationGracePeriodSeconds`],
  },
  {
    origin: "grace-period",
    block: `${WEB}          lifecycle:\n            preStop:\n              exec:\n                command: [sleep, "45"]\n`,
    policy: {},
    adds: [`+${POD}/terminationGracePeriodSeconds`],
  },
  {
    origin: "startup-probe",
    block: WEB.replace(
      "          ports:",
      "          livenessProbe:\n            httpGet:\n              path: /up\n              port: 8000\n          ports:",
    ),
    policy: { startupSeconds: 120 },
    adds: [`+${CONTAINER}/startupProbe`],
  },
  {
    origin: "startup-probe",
    block: WEB.replace("readinessProbe", "livenessProbe"),
    policy: { startupSeconds: 120 },
    adds: [`+${CONTAINER}/startupProbe`, `+${CONTAINER}/readinessProbe`],
  },
];

const ROWS = CASES.flatMap(({ block, ...rest }) =>
  stylesOf(block).map(([style, text]) => ({ ...rest, style, text })),
);

const read = (text: string) =>
  parseAllDocuments(text, { merge: true }).map((document) => ("toJS" in document ? document.toJS() : null));

describe("an addition", () => {
  it.each(ROWS)("from $origin in $style: $adds", ({ origin, text, policy, adds }) => {
    const { findings } = reviewFiles({ "web.yaml": text }, {}, policy);
    const fix = findings.map((finding) => finding.fix).find((one) => one?.origin === origin);
    expect(fix).toMatchObject({ confidence: "one-click", reason: null });
    const edited = replaceLines(text, fix?.edits ?? []);
    const found = differences(read(text), read(edited)).map((one) =>
      one.replace(/^(.)\/\d+\/(?:items\/\d+\/)?/, "$1"),
    );
    expect(found.toSorted()).toEqual(adds.toSorted());
    // Only whole entries come in: each line that goes is still there, with what it gets.
    if (text.includes("\r\n")) expect(edited.replaceAll("\r\n", "")).not.toContain("\n");
    const after = reviewFiles({ "web.yaml": edited }, {}, policy);
    const left = new Set(findings.filter(({ fix: one }) => one?.origin !== origin).map(({ id }) => id));
    expect(after.findings.map(({ id }) => id).filter((id) => !left.has(id))).toEqual([]);
  });

  it.each(CASES)(
    "from $origin is words where others share its container, unless it is the pod's alone: $adds",
    ({ origin, block, policy, adds }) => {
      const shared = block
        .replace("        - name: web", "        - &web\n          name: web")
        .concat("        - <<: *web\n          name: other\n          ports: []\n");
      const { findings } = reviewFiles({ "web.yaml": shared }, {}, policy);
      const fixes = findings.flatMap(({ fix }) => (fix?.origin === origin ? [fix] : []));
      const isOfPod = adds.every((one) => one.endsWith("terminationGracePeriodSeconds"));
      const told = isOfPod ? ["one-click", null] : ["advice", "not-editable"];
      expect(fixes.length).toBeGreaterThan(0);
      for (const { confidence, reason, edits } of fixes) {
        expect([confidence, reason]).toEqual(told);
        const edited = replaceLines(shared, edits);
        const found = differences(read(shared), read(edited)).map((one) => one.replace(/^(.)\/\d+\//, "$1"));
        expect(found).toEqual(isOfPod ? adds : []);
      }
    },
  );
});

describe("a hook that the policy asks for", () => {
  const hook = (containers: string, policy: Partial<Policy> = {}, pod = "") => {
    const text = WEB.replace(/ {8}- name: web\n[\s\S]*$/, containers).replace(
      "      containers:",
      `${pod}      containers:`,
    );
    const { findings } = reviewFiles({ "web.yaml": text }, {}, { requirePreStop: true, ...policy });
    return findings.flatMap(({ fix }) =>
      fix?.origin === "pre-stop" ? [[fix.confidence, fix.reason, fix.caution]] : [],
    );
  };
  const web = (more = "") =>
    `        - name: web\n          image: web:1\n          ports: [{containerPort: 8000}]\n          readinessProbe: {tcpSocket: {port: 8000}}\n${more}`;

  it.each([
    ["by a program that nothing speaks of", web(), {}, "", "advice", "no-sleep-known"],
    [
      "by a shell that the container starts",
      web("          command: [sh, -c, run]\n"),
      {},
      "",
      "one-click",
      null,
    ],
    ["by the action of 1.30", web(), { kubernetes: "1.30" }, "", "one-click", null],
    ["by the action that 1.29 has not", web(), { kubernetes: "1.29" }, "", "advice", "no-sleep-known"],
    ["on Windows", web(), { kubernetes: "1.34" }, "      os: {name: windows}\n", "advice", "windows-pod"],
  ])("%s", (_, containers, policy, pod, confidence, reason) => {
    expect(hook(containers, policy, pod).map(([one, why]) => [one, why])).toEqual([[confidence, reason]]);
  });

  it("takes no more time where another hook of the pod is as long", () => {
    const beside = `        - name: proxy\n          image: proxy:1\n          lifecycle: {preStop: {sleep: {seconds: 15}}}\n`;
    expect(hook(web() + beside, { kubernetes: "1.34" })).toEqual([["one-click", null, null]]);
  });

  it("says what the server does besides", () => {
    const [, , caution] = hook(web("          command: [flask, run]\n"), { kubernetes: "1.34" })[0] ?? [];
    expect(caution).toContain("Flask's own server has no handler for SIGTERM");
    expect(caution).toContain("40: the 30 s that the pod has to end today + 10 s for the hook");
  });
});

describe("a startup probe from a known start", () => {
  const fixFor = (liveness: string, startupSeconds: number, spec = "") => {
    const text = WEB.replace("  replicas: 3\n", `  replicas: 3\n${spec}`).replace(
      "          ports:",
      `          livenessProbe: {httpGet: {path: /up, port: 8000}${liveness}}\n          ports:`,
    );
    const { findings } = reviewFiles({ "web.yaml": text }, {}, { startupSeconds });
    const found = findings.find(({ rule }) => rule === "liveness-before-ready")?.fix;
    const value = parse(found?.text || "{}").startupProbe ?? {};
    return [found?.confidence, value.periodSeconds, value.timeoutSeconds, value.failureThreshold];
  };

  it.each([
    // Half as long again as the start.
    ["", 120, "", ["one-click", 10, undefined, 18]],
    [", periodSeconds: 20", 120, "", ["one-click", 10, undefined, 18]],
    [", periodSeconds: 4, timeoutSeconds: 3", 50, "", ["one-click", 4, 3, 19]],
    [", timeoutSeconds: 30", 120, "", ["one-click", 10, 10, 18]],
    // No longer than the rollout may take, and longer than the start.
    ["", 500, "", ["one-click", 10, undefined, 60]],
    ["", 120, "  progressDeadlineSeconds: 140\n", ["one-click", 10, undefined, 14]],
    ["", 595, "", [undefined, undefined, undefined, undefined]],
  ])("beside liveness {%s} and a start of %i s", (liveness, start, spec, expected) => {
    expect(fixFor(liveness, start, spec)).toEqual(expected);
  });
});
