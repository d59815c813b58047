/**
 * Another kind is a folder and a row, with its name: a copy of the sources gets one, and nothing else of it is touched.
 * What it gives is a review with the kind's own numbers.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

/** Each review starts a process that reads all sources. */
const TIMEOUT = { timeout: 120_000 };

/** A made-up project's workload: half of its pods go at once, and it has no other way. */
const HALVES = `
import { explainDeployment } from "../deployment/explain-deployment.js";
import { deployment } from "../deployment/deployment.js";
import type { Kind } from "../kind.js";

export const halves: Kind = {
  ...deployment,
  traits: {
    ...deployment.traits,
    kind: "Halves",
    group: "halves.example.com",
    apiVersions: ["halves.example.com/v1"],
    gone: {},
    podTemplate: ["pods", "shape"],
    holdsPods: () => false,
  },
  rollout: {
    ...deployment.rollout,
    refusedBy: "Halves",
    read: () => ({
      strategy: "Half",
      minReadySeconds: 0,
      outcomeAt: (replicas, { gated }) => {
        const half = Math.ceil(replicas / 2);
        return { maxSurge: 0, maxUnavailable: half, budget: half, worstCase: gated ? half : replicas };
      },
    }),
    validate: () => [],
  },
  explanation: { ...explainDeployment, limits: () => ["half of the pods go at once"] },
  statusCommand: () => "halves watch ",
};
`;

const MANIFEST = `apiVersion: halves.example.com/v1
kind: Halves
metadata: {name: shop}
spec:
  replicas: 5
  selector: {matchLabels: {app: shop}}
  pods:
    shape:
      metadata: {labels: {app: shop}}
      spec:
        containers:
          - name: shop
            image: shop:1
            ports: [{containerPort: 8080}]
`;

const SCRIPT = `
import { readFileSync } from "node:fs";
import { reviewChange } from "./src/engine.ts";
import { DEFAULT_POLICY } from "./src/policy/policy.ts";
import { readPolicy } from "./src/policy/read-policy.ts";
import { renderChange } from "./src/render/render-change.ts";
import { circumstancesAt } from "./src/review/circumstances.ts";

const text = readFileSync(0, "utf8");
const file = { path: "k8s/shop.yaml", previousPath: null, status: "added", before: null, hunks: null };
const files = [{ ...file, after: { kind: "text", text } }];
const changeSet = { base: "b", head: "h", webUrl: null, files, siblings: [], omissions: [] };
const plan = reviewChange(renderChange(changeSet), DEFAULT_POLICY, circumstancesAt(new Date(0)));
const waiver = { workload: "Halves/shop", rule: "readiness-gate", reason: "made up", until: "2030-01-31" };
const { problems } = readPolicy(JSON.stringify({ waivers: [waiver] }), "policy.yml");
console.log(JSON.stringify({ plan, problems }));
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "made-up-kind-"));
  cpSync("src", join(folder, "src"), { recursive: true });
  cpSync("package.json", join(folder, "package.json"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "review.mts"), SCRIPT);
});

afterAll(() => rmSync(folder, { recursive: true }));

function review(): { plan: Record<string, never>; problems: unknown[] } {
  const tsx = resolve("node_modules/.bin/tsx");
  return JSON.parse(execFileSync(tsx, ["review.mts"], { cwd: folder, input: MANIFEST, encoding: "utf8" }));
}

function edit(path: string, change: (text: string) => string): void {
  const file = join(folder, path);
  const [before, after] = [readFileSync(file, "utf8"), change(readFileSync(file, "utf8"))];
  expect(after, path).not.toBe(before);
  writeFileSync(file, after);
}

test("a kind that nobody has heard of is none", TIMEOUT, () => {
  const { plan, problems } = review();
  expect(plan).toMatchObject({ title: "No workload changed", workloads: [] });
  expect(problems).toHaveLength(1);
});

test("a made-up kind is reviewed by one folder, one row and one name", TIMEOUT, () => {
  mkdirSync(join(folder, "src/kinds/halves"));
  writeFileSync(join(folder, "src/kinds/halves/halves.ts"), HALVES);
  edit("src/kinds/kinds.ts", (text) =>
    text
      .replace("const KINDS: readonly Kind[] = [", "const KINDS: readonly Kind[] = [halves, ")
      .replace("import type { Kind }", 'import { halves } from "./halves/halves.js";\nimport type { Kind }'),
  );
  edit("src/policy/kind-names.ts", (text) => text.replace('"Deployment",', '"Deployment", "Halves",'));

  const { plan, problems } = review();
  expect(plan).toMatchObject({
    conclusion: "failure",
    title: "shop: 5 of 5 pods can be out of service at once, 3 allowed",
    workloads: [
      { id: "k8s/shop.yaml#halves.example.com/Halves//shop", after: { strategy: "Half", budget: 3 } },
    ],
    findings: [{ rule: "readiness-gate", line: 12, state: "new" }],
  });
  const text = JSON.stringify(plan);
  expect(text).toContain("half of the pods go at once");
  expect(text).toContain("halves watch shop");
  expect(problems, "and its findings can be waived").toEqual([]);
});
