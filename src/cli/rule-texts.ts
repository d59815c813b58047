import type { RuleName, Severity } from "../policy/rule-names.js";

/** What a rule is about, for readers that have only the report. */
export interface RuleText {
  /** as severe as it gets */
  severity: Severity;
  title: string;
  help: string;
}

export const RULE_TEXTS: Record<RuleName, RuleText> = {
  "manifest-shape": {
    severity: "error",
    title: "A workload that cannot be read",
    help: "The document is meant as a workload but cannot be read as one: YAML that does not parse, a misspelt kind or apiVersion, a spec without a template, or a template at the wrong place. Nothing about its rollout is known until that is mended.",
  },
  "unknown-field": {
    severity: "error",
    title: "A field that Kubernetes does not know",
    help: "The field is misspelt, stands at the wrong place, or came with a later version of Kubernetes than the cluster's. kubectl and every server-side apply refuse the whole object, and a client that asks for no strict validation loses the field in silence. Write the field as Kubernetes names it, where it belongs.",
  },
  "refused-object": {
    severity: "error",
    title: "An object that the API server refuses",
    help: "A value breaks a rule of Kubernetes, or something that must be there is missing: the API server answers with an error, nothing is applied and nothing rolls out; or the change alters a field that may never change. The message names the field, what was found and what is allowed.",
  },
  "invalid-rollout": {
    severity: "error",
    title: "A rollout that cannot happen",
    help: "The API server, or Argo Rollouts, refuses the rollout's settings, such as maxSurge and maxUnavailable both 0, so applying the manifest fails; or no new pod can ever start beside the old one.",
  },
  "service-mismatch": {
    severity: "error",
    title: "A Service that does not come to the new pods",
    help: "The Service selected the old pods, and the labels of the new ones do not match its selector, or none of their containers declares the port name that it sends to. Every pod is ready, and none of them gets traffic. Bring labels, port names and the Service together again.",
  },
  "readiness-gate": {
    severity: "error",
    title: "A serving container that Kubernetes does not wait for",
    help: "Without a readiness or startup probe Kubernetes counts a new pod as available as soon as its process runs, and takes old pods away before the new ones serve. More pods can be out of service at once than maxUnavailable promises. Add a readinessProbe that succeeds only when the container can serve.",
  },
  "readiness-probe": {
    severity: "warning",
    title: "Only a startup probe gates the container",
    help: "The startup probe covers the start; a pod that fails later keeps its traffic. Add a readinessProbe, for example with the startup probe's own check.",
  },
  "probe-target": {
    severity: "error",
    title: "A probe that cannot succeed",
    help: "The probe names a port that the container does not declare, a port number outside 1 to 65535, no single handler, or a path that is read as a web address of its own. The pod never becomes ready, is restarted again and again, or is asked for something else.",
  },
  "probe-timing": {
    severity: "error",
    title: "Probe timings that are refused or contradict each other",
    help: "The API server refuses the values, or they cannot work together, such as a start that may take longer than progressDeadlineSeconds.",
  },
  "liveness-before-ready": {
    severity: "warning",
    title: "The liveness probe can kill a container before it is ready",
    help: "Without a startupProbe the liveness probe starts to count before the readiness delay is over. Give the container a startupProbe, or the liveness probe more time.",
  },
  "unready-traffic": {
    severity: "warning",
    title: "A Service that sends traffic to pods that are not ready",
    help: "publishNotReadyAddresses makes endpoints of pods whatever their readiness is. On a headless Service the pods of a cluster find one another by it; on one with an address users reach pods that cannot serve. Take it away, or give the pods a headless Service of their own.",
  },
  "graceful-termination": {
    severity: "warning",
    title: "A pod that has no time to end",
    help: "The preStop hook takes as long as terminationGracePeriodSeconds or longer, or that is 0, so the app is killed in the middle of its requests; or, where the policy asks for one, a serving container has no preStop hook. Sleep a few seconds in preStop, and give the pod enough time for that and for the app's own end.",
  },
  "planned-outage": {
    severity: "warning",
    title: "The strategy itself takes every pod out",
    help: "Recreate, or a maxUnavailable of all replicas, stops every pod of a workload that serves traffic before new ones run.",
  },
  "replicas-vs-autoscaler": {
    severity: "warning",
    title: "Two owners of the number of replicas",
    help: "spec.replicas is written beside an autoscaler, so that every apply undoes what the autoscaler did; or the change drops it, and a client-side apply resets the number to 1. Take the field out of the record of the last apply, then out of the manifest.",
  },
  "worst-case": {
    severity: "error",
    title: "More pods out of service than the policy allows",
    help: "The worst case of the next rollout is above the ceiling worstCase.max in the repository's policy.",
  },
};
