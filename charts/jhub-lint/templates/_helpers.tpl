{{- define "jhub-lint.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "jhub-lint.fullname" -}}
{{- $name := include "jhub-lint.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "jhub-lint.selector" -}}
app.kubernetes.io/name: {{ include "jhub-lint.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "jhub-lint.labels" -}}
{{ include "jhub-lint.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "jhub-lint.image" -}}
{{- with .Values.image }}
{{- if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{/* The name that the API server expects in the certificate. */}}
{{- define "jhub-lint.host" -}}
{{ include "jhub-lint.fullname" . }}.{{ .Release.Namespace }}.svc
{{- end }}

{{- define "jhub-lint.tlsSecret" -}}
{{- if eq .Values.certificates.source "existing" }}
{{- required "certificates.existing.secretName is needed with certificates.source: existing" .Values.certificates.existing.secretName }}
{{- else }}
{{- include "jhub-lint.fullname" . }}-tls
{{- end }}
{{- end }}

{{- define "jhub-lint.priorityClass" -}}
{{- if .Values.priorityClass.create }}
{{- printf "%s-%s" .Release.Namespace (include "jhub-lint.fullname" .) }}
{{- else }}
{{- .Values.priorityClass.name }}
{{- end }}
{{- end }}
