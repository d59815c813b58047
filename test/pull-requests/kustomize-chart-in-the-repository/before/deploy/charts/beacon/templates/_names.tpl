{{- define "beacon.name" -}}
{{ .Release.Name }}-{{ .Chart.Name }}
{{- end }}
