{{- define "shop.container" -}}
- name: shop
  image: "registry.example/shop:{{ .Values.tag }}"
  ports:
    - name: http
      containerPort: 8080
  readinessProbe:
    httpGet:
      path: /ready
      port: http
{{- end }}
