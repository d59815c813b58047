import type { Texts } from "./review-trees.js";

/** A chart of one Deployment with a Service: its image, replicas and, as `probe` says, a readiness probe are values. */
export function webChart(folder: string, more: Texts = {}): Texts {
  return inFolder(folder, {
    "Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
    "values.yaml": "replicas: 2\ntag: v1\nprobe: false\n",
    "templates/_names.tpl": '{{- define "web.name" -}}\n{{ .Release.Name }}-web\n{{- end }}\n',
    "templates/deployment.yaml": DEPLOYMENT,
    "templates/service.yaml": SERVICE,
    ...more,
  });
}

export function inFolder(folder: string, files: Texts): Texts {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}

export const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "web.name" . }}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: registry.example/web:{{ .Values.tag }}
          ports:
            - name: http
              containerPort: 8080
          {{- if .Values.probe }}
          readinessProbe:
            httpGet: {path: /ready, port: http}
          {{- end }}
`;

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: {{ include "web.name" . }}
spec:
  selector: {app: web}
  ports:
    - port: 80
      targetPort: http
`;
