/** Claims that one node, or one pod, can have at a time. */
import { asArray, asObject, get } from "../../manifest/json-value.js";
import { claimNamed } from "../../workload/held-alone.js";
import { matchesSelector } from "../../workload/neighbours/label-selector.js";
import type { Claim, Neighbours } from "../../workload/neighbours.js";
import { inPodTemplate } from "../../workload/pod-template.js";
import { isBoundUnattached, needsNoAttaching } from "../../workload/resources/persistent-volumes.js";
import { classOf } from "../../workload/resources/storage-classes.js";
import type { KeyPath, Workload } from "../../workload/workload.js";
import { boundBy, requiredNodeTerms } from "./own-node.js";

export interface OneWriter {
  claim: Claim;
  mode: "ReadWriteOnce" | "ReadWriteOncePod";
  /** the cluster's default class decides whether a node has to attach the volume, and it is not in sight */
  isOfUnseenClass: boolean;
  /** as keys below the object */
  path: KeyPath;
}

/**
 * Returns a claim in sight that a new pod cannot have, or on no other node, while the old one has it
 * (kubernetes.io: persistent-volumes, access modes); null where there is none. One for a single pod comes first.
 */
export function oneWriterOf(workload: Workload, neighbours: Neighbours): OneWriter | null {
  const found = asArray(workload.podSpec.volumes).flatMap((volume, index): OneWriter[] => {
    const name = get(volume, "persistentVolumeClaim", "claimName");
    const claim = typeof name === "string" ? claimNamed(name, workload, neighbours) : null;
    const [mode, ...others] = claim?.accessModes ?? [];
    if (claim === null || others.length > 0) return [];
    if (mode !== "ReadWriteOnce" && mode !== "ReadWriteOncePod") return [];
    const isOfUnseenClass = classOf(claim, neighbours.storageClasses) === "cluster's default";
    const path = inPodTemplate(workload.traits, "spec", "volumes", index);
    return [{ claim, mode, isOfUnseenClass, path }];
  });
  const ofPod = found.find(({ mode }) => mode === "ReadWriteOncePod");
  if (ofPod !== undefined) return ofPod;
  if (boundBy(workload) !== null || staysWithItsLike(workload) || isOnNodesOfItsOwn(workload)) return null;
  const isShared = ({ claim: { name } }: OneWriter) =>
    neighbours.claimUses.some((use) => use.name === name && use.objects > 1);
  // Pods of several workloads with one claim run beside each other already.
  return found.find((one) => !isNeverElsewhere(one.claim, neighbours) && !isShared(one)) ?? null;
}

/**
 * Labels that many nodes of a cluster have: Kubernetes' own (k8s.io/api/core/v1/well_known_labels.go), and those of clouds and of
 * Karpenter (karpenter.sh: concepts/scheduling) for machine types and pools, which grow by further nodes.
 */
const OF_MANY_NODES = new RegExp(
  `^(?:${[
    String.raw`(?:beta\.)?kubernetes\.io/(?:os|arch)$`,
    String.raw`(?:failure-domain\.beta|topology)\.kubernetes\.io/`,
    String.raw`(?:node|beta)\.kubernetes\.io/instance-type$`,
    String.raw`node-role\.kubernetes\.io/`,
    String.raw`karpenter\.(?:sh|k8s\.aws|azure\.com|k8s\.gcp)/`,
    String.raw`cloud\.google\.com/(?:gke-|machine-family$|compute-class$)`,
    String.raw`(?:eks\.amazonaws\.com|alpha\.eksctl\.io)/`,
    "agentpool$",
    String.raw`kubernetes\.azure\.com/`,
    String.raw`doks\.digitalocean\.com/node-pool`,
    String.raw`k8s\.scaleway\.com/pool-name$`,
    String.raw`lke\.linode\.com/pool-id$`,
  ].join("|")})`,
);

/** Whether the pods ask for nodes with a label of somebody's own: there may be one such node, which then takes the new pod. */
function isOnNodesOfItsOwn({ podSpec }: Workload): boolean {
  const required = requiredNodeTerms(podSpec).flatMap((term) =>
    asArray(get(term, "matchExpressions")).flatMap((entry) =>
      ["In", "Exists"].includes(String(get(entry, "operator"))) ? String(get(entry, "key")) : [],
    ),
  );
  return [...Object.keys(asObject(podSpec.nodeSelector)), ...required].some(
    (key) => !OF_MANY_NODES.test(key),
  );
}

function isNeverElsewhere(claim: Claim, { storageClasses, persistentVolumes }: Neighbours): boolean {
  if (isBoundUnattached(claim, persistentVolumes)) return true;
  const found = classOf(claim, storageClasses);
  if (typeof found === "string") return false;
  // The domain of a cluster's own provisioners is no sign of a disk that is local.
  return [found.name, found.provisioner.replace(/^cluster\.local\//, "")].some(needsNoAttaching);
}

/** Whether the pods ask for the node where one like them runs. */
function staysWithItsLike({ podSpec, podLabels }: Workload): boolean {
  return asArray(
    get(podSpec, "affinity", "podAffinity", "requiredDuringSchedulingIgnoredDuringExecution"),
  ).some((term) => matchesSelector(get(term, "labelSelector"), podLabels));
}
