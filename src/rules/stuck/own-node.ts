/** What keeps a new pod off each node, or each zone, where an old one of the same workload runs. */
import { asArray, asObject, asString, get, type JsonObject } from "../../manifest/json-value.js";
import { andList } from "../../words/list.js";
import { quoted } from "../../words/quote.js";
import type { ChangeFacts } from "../../workload/change/change-facts.js";
import { holdsHostPorts, takesHostPort } from "../../workload/host-ports.js";
import { matchesSelector } from "../../workload/neighbours/label-selector.js";
import { inPodTemplate } from "../../workload/pod-template.js";
import { untoldPort } from "../../workload/probes/untold-port.js";
import { type KeyPath, runningContainers, type Workload } from "../../workload/workload.js";

/** A part of the cluster that takes one pod of the workload. */
export interface OwnDomain {
  /** "node", or null for a part of the cluster that a label names, such as a zone */
  unit: "node" | null;
  /** what takes one pod, in words: "node", "“topology.kubernetes.io/zone”" */
  one: string;
  /** why, in words behind "as" */
  why: string;
  /** as keys below the object */
  path: KeyPath;
  /** its own wish for distance, by anti-affinity, keeps them apart, and no port */
  isApart: boolean;
  /** its pods are bound to one such part */
  isPinned: boolean;
  /** the port of the node for which it takes one, where the scheduler knows of none and may put two there; else null */
  untoldPort: number | null;
}

/** The label of a node by its own name (k8s.io/api/core/v1/well_known_labels.go). */
const HOSTNAME = "kubernetes.io/hostname";

/**
 * Returns that of the workload's pods, of a node before others; null where there is none. The scheduler's plugins NodePorts
 * and InterPodAffinity hold a new pod against those that run, its own workload's old ones among them. A port that is not
 * declared holds nothing against them: there the new pod starts, and fails.
 */
export function ownDomain(
  workload: Workload,
  { keptLabels }: Pick<ChangeFacts, "keptLabels">,
): OwnDomain | null {
  const bound = boundBy(workload);
  const port = hostPortOf(workload);
  if (port !== null)
    return {
      unit: "node",
      one: "node",
      why: "both take the same port of the node",
      path: port,
      isApart: false,
      isPinned: bound !== null,
      untoldPort: null,
    };
  // Nobody holds a pod against others' affinity that is bound to its node past the scheduler.
  if (bound === "nodeName") return byUntoldPort(workload);
  const terms = asArray(get(workload.podSpec, ...REQUIRED)).flatMap((term, index) => {
    const key = asString(get(term, "topologyKey"));
    const likeness = key === null ? null : likenessBy(asObject(term), workload, keptLabels);
    return key === null || likeness === null ? [] : [{ key, index, kept: likeness.kept }];
  });
  const term = terms.find(({ key }) => key === HOSTNAME) ?? terms[0];
  if (term === undefined) return byUntoldPort(workload);
  const isNode = term.key === HOSTNAME;
  return {
    unit: isNode ? "node" : null,
    one: isNode ? "node" : quoted(term.key),
    why: `its required anti-affinity allows one of its pods for each ${isNode ? "node" : quoted(term.key)}${keptWords(term.kept)}`,
    path: inPodTemplate(workload.traits, "spec", ...REQUIRED, term.index),
    isApart: true,
    isPinned: isNode && bound !== null,
    untoldPort: null,
  };
}

/** What keeps pods apart for the scheduler comes before it: there no new pod starts beside an old one. */
function byUntoldPort(workload: Workload): OwnDomain | null {
  const untold = untoldPort(workload);
  if (untold === null) return null;
  return {
    unit: "node",
    one: "node",
    why: `under hostNetwork it cannot listen on port ${untold.port} there, which the old one has`,
    path: untold.path,
    isApart: false,
    isPinned: boundBy(workload) !== null,
    untoldPort: untold.port,
  };
}

const REQUIRED = ["affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution"];

function keptWords(kept: readonly string[]): string {
  if (kept.length === 0) return "";
  return `, and this change leaves their label${kept.length === 1 ? "" : "s"} ${andList(kept.map(quoted))} as ${kept.length === 1 ? "it is" : "they are"}`;
}

/** Labels that controllers give, with another value for each revision. */
const OF_REVISIONS = /pod-template-hash$|controller-revision-hash$/;
/** Labels that name a version: their values tend to be another at each rollout, so that old pods and new ones are not alike. */
const OF_VERSIONS = /(?:^|\/)(?:version|chart|revision|release-version|commit|tag|image-tag)$/;

/**
 * Returns whether a term keeps a new pod away from an old one of the same workload, as far as can be seen, with the labels of a
 * version that it goes by and that the change keeps; null where it does not.
 */
function likenessBy(
  term: Record<string, unknown>,
  workload: Workload,
  keptLabels: ReadonlySet<string>,
): { kept: string[] } | null {
  const { labelSelector, namespaces, namespaceSelector, matchLabelKeys, mismatchLabelKeys } = term;
  // A selector of null matches no pod.
  if (labelSelector == null || asArray(mismatchLabelKeys).length > 0) return null;
  const keys = [
    ...asArray(matchLabelKeys).map(String),
    ...Object.keys(asObject(get(labelSelector, "matchLabels"))),
    ...asArray(get(labelSelector, "matchExpressions")).map((entry) => String(get(entry, "key"))),
  ];
  const { traits, spec } = workload;
  if (keys.some((key) => OF_REVISIONS.test(key) || traits.controllerLabels(spec).includes(key))) return null;
  const versions = [...new Set(keys.filter((key) => OF_VERSIONS.test(key)))];
  if (versions.some((key) => !keptLabels.has(key))) return null;
  const isLike =
    matchesSelector(labelSelector, workload.podLabels) &&
    isOfOwnNamespace(namespaces, namespaceSelector, workload);
  return isLike ? { kept: versions } : null;
}

/** Both together say which: those listed, and those that the selector matches; neither stands for the pod's own. */
function isOfOwnNamespace(namespaces: unknown, selector: unknown, { namespace }: Workload): boolean {
  const listed = asArray(namespaces);
  if (selector != null) return Object.keys(asObject(selector)).length === 0;
  return listed.length === 0 || (namespace !== null && listed.includes(namespace));
}

function hostPortOf(workload: Workload): KeyPath | null {
  if (!holdsHostPorts(workload)) return null;
  if (workload.hostNetwork) return inPodTemplate(workload.traits, "spec", "hostNetwork");
  for (const { value, path } of runningContainers(workload)) {
    const index = asArray(value.ports).findIndex(takesHostPort);
    if (index >= 0) return [...path, "ports", index, "hostPort"];
  }
  return null;
}

/** The terms of which a node has to fulfil one. */
export function requiredNodeTerms(podSpec: JsonObject): unknown[] {
  const required = ["nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"];
  return asArray(get(podSpec, "affinity", ...required));
}

/** Returns the field that binds the pods to one node; null where none is known to. */
export function boundBy({ podSpec }: Workload): "nodeName" | "nodeSelector" | "nodeAffinity" | null {
  if (asString(podSpec.nodeName)) return "nodeName";
  if (asString(get(podSpec, "nodeSelector", HOSTNAME)) !== null) return "nodeSelector";
  const terms = requiredNodeTerms(podSpec);
  const namesOne = (requirement: unknown) =>
    get(requirement, "operator") === "In" &&
    asArray(get(requirement, "values")).length === 1 &&
    [HOSTNAME, "metadata.name"].includes(String(get(requirement, "key")));
  const [term] = terms;
  // Any one of several terms is enough for a node.
  return terms.length === 1 &&
    [...asArray(get(term, "matchExpressions")), ...asArray(get(term, "matchFields"))].some(namesOne)
    ? "nodeAffinity"
    : null;
}
