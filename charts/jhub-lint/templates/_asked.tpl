{{/* What both webhooks have in common: whom the API server asks, when, and what it does without an answer. */}}
{{- define "jhub-lint.asked" -}}
{{- $root := .root -}}
{{- $values := $root.Values -}}
clientConfig:
  service:
    name: {{ include "jhub-lint.fullname" $root }}
    namespace: {{ $root.Release.Namespace }}
    path: /validate
    port: {{ $values.service.port }}
  {{- with .bundle }}
  caBundle: {{ . | b64enc }}
  {{- end }}
admissionReviewVersions: [v1]
sideEffects: None
failurePolicy: {{ .failurePolicy }}
matchPolicy: Equivalent
timeoutSeconds: {{ $values.timeoutSeconds }}
namespaceSelector:
  {{- with $values.namespaceSelector.matchLabels }}
  matchLabels: {{- toYaml . | nindent 4 }}
  {{- end }}
  matchExpressions:
    - key: kubernetes.io/metadata.name
      operator: NotIn
      values: {{- concat (list $root.Release.Namespace "kube-system") ($values.excludedNamespaces | default list) | uniq | toYaml | nindent 8 }}
    {{- with $values.namespaceSelector.matchExpressions }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
