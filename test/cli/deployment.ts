export interface DeploymentOptions {
  probe?: boolean;
  image?: string;
  container?: string;
}

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
