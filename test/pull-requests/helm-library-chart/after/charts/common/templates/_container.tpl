{{- define "common.container" -}}
- name: {{ .Chart.Name }}
  image: "registry.example/{{ .Chart.Name }}:{{ .Values.tag }}"
  ports:
    - name: http
      containerPort: 8080
{{- end }}
