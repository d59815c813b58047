/** The manifests of the post that started the project: what went wrong, what mends it, and the slip in the original. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { ReviewPlan } from "../../src/review/review-plan.js";
import { GIT_ENVIRONMENT, GIT_MISSING, temporaryRepository } from "../changeset/temporary-repository.js";
import { runSurefoot } from "./run-surefoot.js";

const seed = (name: string) => readFileSync(join("test/fixtures/seed", name), "utf8");

async function reviewAdded(text: string) {
  const repo = temporaryRepository({ "readme.md": "# app\n" });
  repo.git("checkout", "--quiet", "-b", "topic");
  repo.write({ "k8s/web.yaml": text });
  repo.commit("add the deployment");
  const { status, stdout } = await runSurefoot(["review", "--repo", repo.path, "--format", "json"]);
  return { status, plan: JSON.parse(stdout) as ReviewPlan };
}

/** Replaces whole lines, as the contract of `edits` says, and nothing else. */
function applyEdits(
  text: string,
  edits: { startLine: number; endLine: number; replacement: string }[],
): string {
  const lines = text.split("\n");
  for (const { startLine, endLine, replacement } of edits.toSorted((a, b) => b.startLine - a.startLine)) {
    lines.splice(startLine - 1, endLine - startLine + 1, replacement);
  }
  return lines.join("\n");
}

describe.skipIf(GIT_MISSING !== null)(
  `a branch that adds the seed${GIT_MISSING ? `: ${GIT_MISSING}` : ""}`,
  () => {
    beforeAll(() => {
      Object.assign(process.env, GIT_ENVIRONMENT);
    });

    it("fails for three pods without a probe: one allowed, all three can be out", async () => {
      const { status, plan } = await reviewAdded(seed("as-is.yaml"));
      expect(status).toBe(1);
      expect(plan.conclusion).toBe("failure");
      expect(plan.findings.map(({ rule, severity, state }) => [rule, severity, state])).toEqual([
        ["readiness-gate", "error", "new"],
      ]);
      expect(plan.workloads).toMatchObject([
        {
          id: "k8s/web.yaml#apps/Deployment//web",
          change: "added",
          before: null,
          after: {
            budget: 1,
            worstCase: 3,
            atReplicas: 3,
            gated: false,
            coverage: { gate: { covered: 0, total: 1 } },
          },
        },
      ]);
    });

    it("is mended by the suggested edit, byte for byte, and passes then", async () => {
      const { plan } = await reviewAdded(seed("as-is.yaml"));
      const [finding] = plan.findings;
      expect(finding!.fix).toMatchObject({ origin: "tcp-port", confidence: "one-click" });
      const mended = applyEdits(seed("as-is.yaml"), finding!.fix!.edits);
      expect(mended).toBe(seed("to-be.yaml"));

      const after = await reviewAdded(mended);
      expect(after.status).toBe(0);
      expect(after.plan.conclusion).toBe("success");
      expect(after.plan.findings).toEqual([]);
      expect(after.plan.workloads).toMatchObject([
        { after: { budget: 1, worstCase: 1, gated: true, coverage: { gate: { covered: 1, total: 1 } } } },
      ]);
    });

    it("is told where the template of the original got lost", async () => {
      const { status, plan } = await reviewAdded(seed("as-is-literal.yaml"));
      expect(status).toBe(1);
      expect(plan.findings).toMatchObject([{ rule: "manifest-shape", severity: "error", line: 8 }]);
      expect(plan.findings[0]!.message).toContain("spec.strategy.template");
    });
  },
);
