{{- define "mail.probe" -}}
{{- if eq (lower .mode) "full" }}
readinessProbe:
  httpGet: {path: /ready, port: http}
{{- end }}
{{- end }}
