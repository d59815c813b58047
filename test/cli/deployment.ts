export interface DeploymentOptions {
  probe?: boolean;
  image?: string;
  container?: string;
}

/** A Rollout that takes its pod template from another object, and so is not judged. */
export const BORROWED_ROLLOUT = `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web }
spec:
  workloadRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  strategy: { canary: {} }
`;

/** A Deployment of three pods with one TCP port; names are written as JSON strings, so they may hold anything. */
export function deployment(name: string, options: DeploymentOptions = {}): string {
  const { probe = false, image = "registry.example.com/web:1", container = "app" } = options;
  const lines = [
    "apiVersion: apps/v1",
    "kind: Deployment",
    "metadata:",
    `  name: ${JSON.stringify(name)}`,
    "spec:",
    "  replicas: 3",
    "  selector: { matchLabels: { app: web } }",
    "  strategy:",
    "    rollingUpdate: { maxSurge: 1, maxUnavailable: 1 }",
    "  template:",
    "    metadata: { labels: { app: web } }",
    "    spec:",
    "      containers:",
    `        - name: ${JSON.stringify(container)}`,
    `          image: ${image}`,
    "          ports:",
    "            - containerPort: 8080",
    ...(probe ? ["          readinessProbe:", "            tcpSocket: { port: 8080 }"] : []),
  ];
  return `${lines.join("\n")}\n`;
}
