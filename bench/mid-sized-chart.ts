import type { HelmRequest } from "../src/renderer/helm.js";

const PATH = "charts/shop/";
/** Optional settings of the program and its pods, as charts that many teams use collect them. */
const OPTIONS = 60;

const HELPERS = `{{- define "shop.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name (default .Chart.Name .Values.nameOverride) | trunc 63 | trimSuffix "-" }}{{ end }}
{{- end }}
{{- define "shop.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "shop.selector" . }}
{{- if .Chart.AppVersion }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
{{- define "shop.selector" -}}
app.kubernetes.io/name: {{ include "shop.fullname" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
`;

const metadata = (kind: string, apiVersion: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: {{ include "shop.fullname" . }}\n  labels:\n    {{- include "shop.labels" . | nindent 4 }}\n`;

const options = (line: (index: number) => string) =>
  Array.from({ length: OPTIONS }, (_, i) => line(i)).join("");

const TEMPLATES: Record<string, string> = {
  "_helpers.tpl": HELPERS,
  "deployment.yaml": `${metadata("Deployment", "apps/v1")}spec:
  {{- if not .Values.hpa.enabled }}
  replicas: {{ .Values.replicas }}
  {{- end }}
  selector:
    matchLabels:
      {{- include "shop.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "shop.selector" . | nindent 8 }}
      annotations:
        checksum/config: {{ include (print $.Template.BasePath "/configmap.yaml") . | sha256sum }}
    spec:
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          args:
${options((i) => `            {{- if .Values.option${i} }}\n            - --option-${i}={{ .Values.option${i} }}\n            {{- end }}\n`)}          ports:
            - name: http
              containerPort: {{ .Values.service.port }}
          {{- with .Values.readinessProbe }}
          readinessProbe:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
      {{- range $key := list "nodeSelector" "affinity" "tolerations" }}
      {{- with index $.Values $key }}
      {{ $key }}:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- end }}
`,
  "configmap.yaml": `${metadata("ConfigMap", "v1")}data:\n${options((i) => `  option-${i}: {{ .Values.option${i} | default "" | quote }}\n`)}`,
  "service.yaml": `${metadata("Service", "v1")}spec:\n  type: {{ .Values.service.type }}\n  ports:\n    - port: {{ .Values.service.port }}\n      targetPort: http\n      name: http\n  selector:\n    {{- include "shop.selector" . | nindent 4 }}\n`,
  "hpa.yaml": `{{- if .Values.hpa.enabled }}\n${metadata("HorizontalPodAutoscaler", "autoscaling/v2")}spec:\n  minReplicas: {{ .Values.hpa.min }}\n  maxReplicas: {{ .Values.hpa.max }}\n{{- end }}\n`,
  "ingress.yaml": `{{- if .Values.ingress.enabled }}\n${metadata("Ingress", "networking.k8s.io/v1")}spec:\n  rules:\n  {{- range .Values.ingress.hosts }}\n    - host: {{ .host | quote }}\n  {{- end }}\n{{- end }}\n`,
  "pdb.yaml": `{{- if gt (int .Values.replicas) 1 }}\n${metadata("PodDisruptionBudget", "policy/v1")}spec:\n  maxUnavailable: 1\n{{- end }}\n`,
  "serviceaccount.yaml": `{{- if .Values.serviceAccount.enabled }}\n${metadata("ServiceAccount", "v1")}{{- end }}\n`,
};

const VALUES = `replicas: 2
image: {repository: registry.example.com/shop, tag: ""}
service: {type: ClusterIP, port: 8080}
hpa: {enabled: false, min: 2, max: 10}
ingress: {enabled: true, hosts: [{host: shop.example.com}]}
serviceAccount: {enabled: true}
resources: {requests: {cpu: 100m, memory: 128Mi}}
readinessProbe: {httpGet: {path: /ready, port: http}}
nodeSelector: {}
affinity: {}
tolerations: []
${options((i) => `# What option ${i} is for, in a sentence as charts have them.\noption${i}: ${i % 3 === 0 ? i : '""'}\n`)}`;

/** A chart of eight templates and some 400 lines, with the given values over its own. */
export function midSizedChart(values: string, trace: boolean): HelmRequest {
  const templates = Object.entries(TEMPLATES).map(([name, text]) => [`${PATH}templates/${name}`, text]);
  return {
    folder: "charts/shop",
    files: {
      [`${PATH}Chart.yaml`]: "apiVersion: v2\nname: shop\nversion: 1.2.3\nappVersion: 4.5.6\n",
      [`${PATH}values.yaml`]: VALUES,
      ...Object.fromEntries(templates),
    },
    values: [{ name: "values-of-an-environment.yaml", yaml: values }],
    release: { name: "blue", namespace: "eu" },
    trace,
  };
}
