/**
 * Every difference between Surefoot and the API server that is meant, by name and with its reason. The run and the test
 * of its table fail on any other one.
 */
import type { Difference } from "./compare-answers.js";

export interface KnownDifference {
  name: string;
  reason: string;
  covers: (difference: Difference) => boolean;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    name: "taken for a patch",
    reason:
      "What has neither a selector nor an image is what a kustomization merges into something else, so nothing that it lacks is called missing, and its name is that of another. A whole object without them looks the same.",
    covers: ({ kind, partial, field, words }) =>
      kind === "refusal missed" &&
      partial &&
      (field === "metadata.name" ||
        /Required value|`selector` does not match|empty selector|must be greater than/.test(words)),
  },
  {
    name: "a template",
    reason:
      "Marks of a template language within quotes are text to kubectl. Nobody applies such a file as it is, so it is told that it was not read.",
    covers: ({ kind, words }) => kind === "read by kubectl alone" && words.startsWith("template: "),
  },
  {
    name: "filled in by a tool",
    reason:
      "A placeholder, such as $(NAME), is replaced before the API server sees the object, and what is missing may come with it.",
    covers: ({ kind, unfilled }) => kind === "refusal missed" && unfilled,
  },
  {
    name: "an order to a patch",
    reason:
      "$patch and the like are read by kustomize, and no API server gets them. A null takes a field away from what the patch is laid over, which may be of another kind.",
    covers: ({ kind, field, partial, takesAway }) =>
      kind === "unknown field missed" &&
      partial &&
      (takesAway || /(?:^|\.)\$(?:patch|retainKeys|setElementOrder)/.test(field)),
  },
  {
    name: "the cluster's own addresses and ports",
    reason:
      "Which addresses and ports a Service may have hangs on flags of the API server, which no manifest tells.",
    covers: ({ kind, words }) =>
      kind === "refusal missed" &&
      /failed to allocate|not configured (?:for dual-stack|on this cluster)|provided port is|valid range/.test(
        words,
      ),
  },
  {
    name: "a namespace that is no text",
    reason:
      "kubectl writes the namespace of its context over one that is no text, so its apply is accepted. Every other client is refused.",
    covers: ({ kind, words }) => kind === "refusal wrong" && /metadata\.namespace is /.test(words),
  },
  {
    name: "a field of a mapping that may not be there",
    reason:
      "A rollingUpdate beside Recreate or OnDelete is refused whatever is in it, so nothing more is said of its fields.",
    covers: ({ kind, field }) =>
      kind === "unknown field missed" &&
      /^spec\.(?:strategy|updateStrategy)\.rollingUpdate\.[^.]+$/.test(field),
  },
  {
    name: "fields of a Rollout",
    reason:
      "A Rollout's schema comes with the version of Argo Rollouts that is installed, which no policy states: fields that newer Kubernetes knows in a pod, fields of the strategy, which of them are required, and the status are not held against it.",
    covers: ({ kind, object, field, words }) =>
      object === "Rollout" &&
      (kind === "unknown field missed" ||
        (kind === "refusal missed" && (words === "validate: Required value" || /^status\b/.test(field)))),
  },
  {
    name: "the Kubernetes that Argo Rollouts is built with",
    reason:
      "Its controller validates pods as that version does, which no policy states: what only some versions refuse is not told of a Rollout.",
    covers: ({ kind, object, words }) =>
      kind === "refusal missed" &&
      object === "Rollout" &&
      /^controller: .*(?:may not be set for non-init containers|AllowPodLifecycleSleepActionZeroValue)/.test(
        words,
      ),
  },
  {
    name: "a Rollout that takes its pods from another object",
    reason: "With a workloadRef it has no pods of its own, so it is told that it was not judged.",
    covers: ({ kind, object, unjudged }) => kind === "refusal missed" && object === "Rollout" && unjudged,
  },
  {
    name: "what Argo Rollouts cannot read",
    reason:
      "Its controller leaves out a value that it cannot decode, such as a number above 32 bits, and sometimes all that stands behind it, and goes on with the rest: what is refused then hangs on the order of fields.",
    covers: ({ kind, readInPart }) => kind.startsWith("refusal") && readInPart,
  },
];

export function knownDifference(difference: Difference): KnownDifference | null {
  return KNOWN_DIFFERENCES.find(({ covers }) => covers(difference)) ?? null;
}
