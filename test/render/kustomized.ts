/** A Deployment whose only container, on line 15, has a port and no probe; `more` are further lines of it. */
export function deploymentYaml(name: string, more = ""): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: ${name}
          image: ${name}:1
          ports:
            - containerPort: 8080
${more}`;
}
