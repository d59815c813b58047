import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { readAsAdded } from "../../src/changeset/read-folders.js";
import { reviewChange } from "../../src/engine.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { renderChange } from "../../src/render/render-change.js";
import type { ReviewPlan } from "../../src/review/review-plan.js";
import { readConfig } from "../../src/server/config.js";
import { CIRCUMSTANCES } from "../circumstances.js";

interface Probe {
  httpGet: { path: string; port: string };
}

describe("Surefoot's own Kubernetes manifest", () => {
  let plan: ReviewPlan;
  const [deployment, service] = parseAllDocuments(readFileSync("deploy/kubernetes.yaml", "utf8")).map(
    (document) => document.toJS(),
  );
  const pod = deployment.spec.template.spec;
  const container = pod.containers[0];

  beforeAll(async () => {
    plan = reviewChange(
      renderChange(await readAsAdded(["deploy/kubernetes.yaml"])),
      DEFAULT_POLICY,
      CIRCUMSTANCES,
    );
  });

  test("loses no pod at the worst moment of its own rollout", () => {
    expect(plan.workloads.map(({ name }) => name)).toEqual(["surefoot"]);
    expect(plan.workloads[0]?.after).toMatchObject({
      replicas: { min: 1, max: 1, source: "manifest" },
      budget: 0,
      worstCase: 0,
      gated: true,
      serving: true,
      coverage: {
        gate: { covered: 1, total: 1 },
        readiness: { covered: 1, total: 1 },
        liveness: { covered: 1, total: 1 },
        startup: { covered: 1, total: 1 },
      },
    });
  });

  test("passes its own review without a finding, a problem or a comment", () => {
    const { conclusion, findings, problems, comments } = plan;
    expect({ conclusion, findings, problems, comments }).toEqual({
      conclusion: "success",
      findings: [],
      problems: [],
      comments: [],
    });
  });

  test("has one replica, as the queue lives in the process", () => {
    expect(deployment.spec.replicas).toBe(1);
  });

  test("waits as long as the process takes to finish the reviews at hand", () => {
    const [, seconds] = /STOP_MS = (\d+)_000;/.exec(
      readFileSync("src/bin/server.ts", "utf8"),
    ) as RegExpExecArray;
    const preStop = Number(container.lifecycle.preStop.exec.command[1]);
    expect(preStop + Number(seconds)).toBeLessThan(pod.terminationGracePeriodSeconds);
  });

  test("asks the ports and paths that the process answers", () => {
    const server = readFileSync("src/server/webhook-server.ts", "utf8");
    for (const type of ["startupProbe", "readinessProbe", "livenessProbe"]) {
      const { httpGet } = container[type] as Probe;
      expect(server).toContain(`path === "${httpGet.path}"`);
      expect(httpGet.port).toBe(container.ports[0].name);
    }
    expect(service.spec.ports[0].targetPort).toBe(container.ports[0].name);
  });

  test("sets every variable that the process cannot start without", () => {
    const names: string[] = container.env.map(({ name }: { name: string }) => name);
    const missing = missingVariables({ NODE_ENV: "production" });
    expect(names.toSorted()).toEqual(missing.toSorted());
  });

  test("runs as nobody in particular, with nothing to write to", () => {
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(container.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
  });
});

/** The variables that a refusal to start names. */
function missingVariables(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    return [
      ...new Set(
        [...(error as Error).message.matchAll(/([A-Z_]+)(?: \([^)]*\))? is missing/g)].map(
          ([, name]) => name as string,
        ),
      ),
    ];
  }
}
