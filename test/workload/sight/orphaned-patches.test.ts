import { describe, expect, it } from "vitest";
import { deployment, reviewFiles } from "../../engine/review-files.js";

const KUSTOMIZATION = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";
const kustomization = (entries: string) => `${KUSTOMIZATION}resources: [web.yaml]\n${entries}`;
const WEB = deployment();
const PATCH = deployment().replace("replicas: 3", "replicas: 5");

/** Ids of the workloads that are judged, where the change rewrites a patch's file and the kustomization. */
function judged(after: string, before = kustomization("patches: [{path: more.yaml}]\n")): string[] {
  const files = (text: string, patch: string) => ({
    "k8s/web.yaml": WEB,
    "k8s/more.yaml": patch,
    "k8s/kustomization.yaml": text,
  });
  const { findings } = reviewFiles(
    files(after, PATCH.replace("replicas: 5", "replicas: 6")),
    files(before, PATCH),
  );
  return findings.filter(({ path }) => path === "k8s/more.yaml").map(({ rule, state }) => `${state} ${rule}`);
}

describe("a file that was a patch and that the kustomization names no more", () => {
  it("is no new workload", () => {
    expect(judged(kustomization(""))).toEqual([]);
    expect(judged(kustomization("patches: [{path: more.yaml}]\n"))).toEqual([]);
  });

  it("is a workload where the kustomization takes it in as one, and where it never was a patch", () => {
    const asResource = `${KUSTOMIZATION}resources: [web.yaml, more.yaml]\n`;
    expect(judged(asResource)).toEqual(["new readiness-gate"]);
    expect(judged(kustomization(""), kustomization(""))).not.toEqual([]);
  });
});
