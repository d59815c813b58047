/** A Deployment that gets an error and a suggestion: it serves, and nothing gates it. */
export function deployment(name: string, options: { image?: string; probe?: boolean } = {}): string {
  const probe = `          readinessProbe:
            tcpSocket:
              port: 8000
`;
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 3
  selector:
    matchLabels:
      app: ${name}
  strategy:
    rollingUpdate:
      maxSurge: 34%
      maxUnavailable: 34%
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: ${name}
          image: ${options.image ?? `registry.example.com/${name}:1.4.2`}
          ports:
            - containerPort: 8000
${options.probe === true ? probe : ""}`;
}
