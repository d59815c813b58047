import { describe, expect, it } from "vitest";
import { decodeContent } from "../../../src/changeset/change-set.js";
import { reviewChange } from "../../../src/engine.js";
import { DEFAULT_POLICY } from "../../../src/policy/policy.js";
import { renderChange } from "../../../src/render/render-change.js";
import { CIRCUMSTANCES } from "../../circumstances.js";
import { changeOf, reviewFiles } from "../../engine/review-files.js";
import { deploymentOf, serviceOf } from "../read-yaml.js";

const PROBED =
  "{name: web, image: web, ports: [{containerPort: 8000}], readinessProbe: {tcpSocket: {port: 8000}}}";
const WEB = deploymentOf({ containers: PROBED });
const ADMIN = "{name: adm, image: adm, ports: [{containerPort: 9000}]}";
const HPA =
  "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {scaleTargetRef: {kind: Deployment, name: web}, minReplicas: 4, maxReplicas: 9}\n";
const PDB =
  "---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}\n";
const PATCH =
  "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {minReadySeconds: 1}\n";

/** What the review says of the workload of one file, beside another file. */
function besides(web: string, other: string) {
  const { workloads, check } = reviewFiles({ "k8s/web.yaml": web, "k8s/other.yaml": other });
  const after = workloads.find(({ path }) => path === "k8s/web.yaml")?.after;
  return { replicas: after?.replicas?.max, total: after?.coverage.gate.total, summary: check.summary };
}

describe("what stands in a file with another rendering of the workload", () => {
  it("does not count: an autoscaler", () => {
    expect(besides(WEB, WEB + HPA).replicas).toBe(3);
    expect(besides(WEB, HPA).replicas).toBe(9);
  });

  it("does not count: a Service", () => {
    const both = deploymentOf({ containers: `${PROBED}, ${ADMIN}` });
    const service = serviceOf("{port: 80, targetPort: 8000}");
    expect(besides(both, WEB + service).total).toBe(2);
    expect(besides(both, service).total).toBe(1);
  });

  it("does not count: a PodDisruptionBudget", () => {
    const named = (other: string) => besides(WEB, other).summary.includes("PodDisruptionBudget");
    const api = WEB.replace("{name: web}", "{name: api}");
    expect([named(PDB), named(api + PDB)]).toEqual([true, true]);
    expect(besides(WEB, WEB + PDB).summary.match(/PodDisruptionBudget/g)).toHaveLength(1);
  });

  it("counts where the workload there is of another name or kind, or only a patch", () => {
    const api = WEB.replace("{name: web}", "{name: api}");
    const agent = WEB.replace("replicas: 3\n  ", "").replace("kind: Deployment", "kind: DaemonSet");
    for (const other of [api, agent, PATCH]) expect(besides(WEB, other + HPA).replicas).toBe(9);
  });
});

describe("what stands in an unchanged file with another rendering of the workload", () => {
  /** Beside a change of another file, which holds no neighbour of its own. */
  function besides(other: string) {
    const change = changeOf(
      { "k8s/web.yaml": WEB.replace("image: web,", "image: 'web:2',") },
      { "k8s/web.yaml": WEB },
    );
    const siblings = [{ path: "k8s/other.yaml", content: decodeContent(Buffer.from(other)) }];
    const plan = reviewChange(renderChange({ ...change, siblings }), DEFAULT_POLICY, CIRCUMSTANCES);
    expect(plan.workloads.map(({ path }) => path)).toEqual(["k8s/web.yaml"]);
    return {
      replicas: plan.workloads[0]?.after?.replicas?.max,
      findings: plan.findings.length,
      summary: plan.check.summary,
    };
  }

  it("does not count: an autoscaler", () => {
    expect(besides(WEB + HPA)).toMatchObject({ replicas: 3, findings: 0 });
    expect(besides(HPA)).toMatchObject({ replicas: 9, findings: 1 });
  });

  it("does not count: a Service", () => {
    const unready = serviceOf("{port: 80, targetPort: 8000}").replace(
      "spec: {",
      "spec: {publishNotReadyAddresses: true, ",
    );
    expect([besides(WEB + unready).findings, besides(unready).findings]).toEqual([0, 1]);
  });

  it("does not count: a PodDisruptionBudget", () => {
    const named = (other: string) => besides(other).summary.includes("PodDisruptionBudget");
    expect([named(WEB + PDB), named(PDB)]).toEqual([false, true]);
  });
});
