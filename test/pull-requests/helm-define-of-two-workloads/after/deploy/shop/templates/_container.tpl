{{- define "shop.container" -}}
- name: {{ .name }}
  image: registry.example/{{ .name }}:{{ .root.Values.tag }}
  ports:
    - name: http
      containerPort: 8080
  # of what one pod takes
  resources:
    limits: {memory: 128Mi}
{{- end }}
