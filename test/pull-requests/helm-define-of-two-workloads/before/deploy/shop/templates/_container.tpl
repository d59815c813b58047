{{- define "shop.container" -}}
- name: {{ .name }}
  image: registry.example/{{ .name }}:{{ .root.Values.tag }}
  ports:
    - name: http
      containerPort: 8080
  readinessProbe:
    httpGet: {path: /ready, port: http}
  # of what one pod takes
  resources:
    limits: {memory: 128Mi}
{{- end }}
