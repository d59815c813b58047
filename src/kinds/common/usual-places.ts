/** Where Kubernetes' own kinds of workload keep their pod template and the labels that their pods are found by. */
export const USUAL_PLACES = {
  podTemplate: ["template"],
  selectorLabels: ["selector", "matchLabels"],
} as const;
