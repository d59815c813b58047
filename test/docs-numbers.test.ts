/** What docs/numbers.md says beside its table of strategies is what the numbers are. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Policy } from "../src/policy/policy.js";
import { deployment, reviewFiles } from "./engine/review-files.js";

const PAGE = readFileSync("docs/numbers.md", "utf8").replace(/\s+/g, " ");

const SERVICE =
  "---\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n      targetPort: 8000\n";

/** The worst case of the workload "web", or of the one of another name, in a change of these texts. */
function worstCase(after: string, before?: string, policy: Partial<Policy> = {}, name = "web") {
  const base = before === undefined ? {} : { "web.yaml": before };
  const { workloads } = reviewFiles({ "web.yaml": after }, base, policy);
  return workloads.find((one) => one.name === name)?.after?.worstCase;
}

/** A container whose readiness probe asks a port. */
const helper = (port: number) =>
  `        - name: helper\n          image: helper:1\n          ports:\n            - containerPort: 9000\n          readinessProbe:\n            httpGet:\n              path: /ready\n              port: ${port}\n`;

describe("the page says, and the numbers have it, that", () => {
  test("a container is gated by the probe of another one that asks its port", () => {
    expect(PAGE).toContain(
      "readiness or startup probe of *another* container of the pod asks for a port, by its number",
    );
    const beside = (port: number) => worstCase(deployment({ container: helper(port) }) + SERVICE);
    expect([beside(9000), beside(8000)]).toEqual([3, 0]);
  });

  test("a readiness gate that a load balancer's webhook injects gates a pod", () => {
    expect(PAGE).toContain("or a load balancer's webhook injects it when the pod is created");
    const text = deployment() + SERVICE;
    expect([worstCase(text), worstCase(text, undefined, { injectedReadinessGates: "all" })]).toEqual([3, 0]);
  });

  test("W is N where another object takes a workload's place", () => {
    expect(PAGE).toContain(
      "| any, where something immutable changed, or whose place another object takes | none | N | N | N |",
    );
    const probe =
      "          readinessProbe:\n            httpGet:\n              path: /ready\n              port: 8000\n";
    const gated = (name: string) => deployment({ name, container: probe, replicas: "4" }) + SERVICE;
    expect([worstCase(gated("web")), worstCase(gated("shop"), gated("web"), {}, "shop")]).toEqual([1, 4]);
  });

  test("a quota is full from max(the fewest replicas, floor(hard / r)) on", () => {
    expect(PAGE).toContain("`(n + 1) × r > hard`");
    expect(PAGE).toContain("`n = max(the fewest replicas, floor(hard / r))`");
    const strategy = "  strategy:\n    rollingUpdate:\n      maxSurge: 1\n      maxUnavailable: 0\n";
    const container = "          resources:\n            requests:\n              cpu: 500m\n";
    const told = (cpu: string) => {
      const quota = `---\napiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: most\nspec:\n  hard:\n    requests.cpu: ${cpu}\n`;
      const { findings } = reviewFiles({ "web.yaml": deployment({ spec: strategy, container }) + quota });
      return findings.flatMap(({ rule, message }) =>
        rule === "stuck-rollout" ? (/, as (\d.*) is more than its (\w+)/.exec(message)?.slice(1) ?? []) : [],
      );
    };
    expect(told("1999m")).toEqual(["4 × 500m = 2 of “requests.cpu”", "1999m"]);
    expect(told("2")).toEqual([]);
  });
});
