/** Manifests made for measuring: the same number always gives the same text, of the size that real ones have. */

export interface GeneratedFile {
  path: string;
  text: string;
}

export interface Shape {
  files: number;
  documentsPerFile: number;
  containersPerPod: number;
  /** containers without a probe get a suggestion each, containers with one get none */
  probes: boolean;
}

/** Each file in its own folder, so that a Service selects no pod but those beside it. */
export function generateFiles({ files, documentsPerFile, containersPerPod, probes }: Shape): GeneratedFile[] {
  return Array.from({ length: files }, (_, file) => {
    const documents = Array.from({ length: documentsPerFile }, (_, document) =>
      deployment(`app-${file}-${document}`, file + document, containersPerPod, probes),
    );
    return { path: `apps/app-${file}/deployment.yaml`, text: documents.join("---\n") };
  });
}

function deployment(name: string, seed: number, containers: number, probes: boolean): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: team-${seed % 7}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: shop
spec:
  replicas: ${2 + (seed % 9)}
  revisionHistoryLimit: 5
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
        app.kubernetes.io/part-of: shop
      annotations:
        checksum/config: "${String(seed * 7919).padStart(12, "0")}"
    spec:
      serviceAccountName: ${name}
      terminationGracePeriodSeconds: 45
      containers:
${Array.from({ length: containers }, (_, index) => container(name, seed, index, probes)).join("")}      volumes:
        - name: config
          configMap:
            name: ${name}-config
        - name: tmp
          emptyDir: {}
`;
}

function container(name: string, seed: number, index: number, probes: boolean): string {
  const port = 8000 + index;
  return `        # ${index === 0 ? "the application" : "what runs beside it"}
        - name: ${index === 0 ? "app" : `helper-${index}`}
          image: registry.example.com/shop/${name}:1.${seed % 40}.${index}
          imagePullPolicy: IfNotPresent
          args: ["--config", "/etc/app/config.yaml", "--listen", ":${port}"]
          ports:
            - name: port-${index}
              containerPort: ${port}
${probes ? probe(port) : ""}          env:
            - name: LOG_LEVEL
              value: info
            - name: REGION
              value: eu-west-${1 + (seed % 3)}
            - name: DATABASE_URL
              valueFrom:
                secretKeyRef:
                  name: ${name}-database
                  key: url
          resources:
            requests:
              cpu: ${100 + (seed % 5) * 50}m
              memory: 256Mi
            limits:
              memory: 512Mi
          volumeMounts:
            - name: config
              mountPath: /etc/app
              readOnly: true
            - name: tmp
              mountPath: /tmp
`;
}

function probe(port: number): string {
  return `          readinessProbe:
            httpGet:
              path: /ready
              port: ${port}
            periodSeconds: 5
            timeoutSeconds: 3
`;
}
