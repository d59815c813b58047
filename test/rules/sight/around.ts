import { reviewFiles } from "../../engine/review-files.js";

/** A Deployment in flow style under any name, with any pod labels; `pod` holds entries of the template's metadata. */
export function workloadOf({
  kind = "Deployment",
  name = "web",
  namespace = "",
  labels = "app: web",
  replicas = "replicas: 3, ",
  ports = "{name: http, containerPort: 8000}",
  pod = "",
} = {}): string {
  const group = kind === "Rollout" ? "argoproj.io/v1alpha1" : "apps/v1";
  const place = namespace === "" ? "" : `, namespace: ${namespace}`;
  return `---
apiVersion: ${group}
kind: ${kind}
metadata: {name: ${name}${place}}
spec:
  ${replicas === "" ? "" : `${replicas.replace(/, $/, "")}\n  `}selector: {matchLabels: {${labels}}}
  template:
    metadata: {labels: {${labels}}${pod}}
    spec: {containers: [{name: app, image: "web:1", ports: [${ports}]}]}
`;
}

export function serviceOf({
  name = "web",
  selector = "app: web",
  targetPort = "8000",
  metadata = "",
  spec = "",
} = {}): string {
  return `---
apiVersion: v1
kind: Service
metadata: {name: ${name}${metadata}}
spec: {selector: {${selector}}, ports: [{port: 80, targetPort: ${targetPort}}]${spec}}
`;
}

type Files = Record<string, string>;

/** What rules say of the objects beside workloads, each as "state severity: message". */
export function toldOf(rule: string, after: Files | string, before: Files | string = {}): string[] {
  const files = (texts: Files | string) => (typeof texts === "string" ? { "k8s/all.yaml": texts } : texts);
  return reviewFiles(files(after), files(before))
    .findings.filter((finding) => finding.rule === rule && finding.workload === null)
    .map(({ severity, state, message }) => `${state} ${severity}: ${message}`);
}
