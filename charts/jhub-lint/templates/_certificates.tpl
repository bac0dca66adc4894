{{/*
The authority and the certificate that this release generates, as JSON, from what the cluster has and what the time is:

  ca, key, born                    who signs
  next, nextKey, nextBorn          who will sign: trusted already, so that no certificate is shown before the API server trusts it
  previous                         who signed before: trusted still, as pods get the new certificate a minute after the cluster
  cert, certKey, certBorn          what the webhook shows
  bundle                           everybody who is trusted

Times are in seconds since 1970 and kept in annotations, since Helm cannot read a certificate.
*/}}
{{- define "jhub-lint.generated" -}}
{{- $name := include "jhub-lint.fullname" . }}
{{- $host := include "jhub-lint.host" . }}
{{- $day := 86400 }}
{{- $now := now | unixEpoch | int64 }}
{{- $days := .Values.certificates.generated.days | int }}
{{- $caDays := .Values.certificates.generated.caDays | int }}
{{- $authority := lookup "v1" "Secret" .Release.Namespace (printf "%s-ca" $name) | default dict }}
{{- $shown := lookup "v1" "Secret" .Release.Namespace (printf "%s-tls" $name) | default dict }}
{{- $was := dict }}
{{- range $key, $value := $authority.data }}{{ $_ := set $was $key (b64dec $value) }}{{ end }}
{{- $bornOf := dict }}
{{- range $secret := list $authority $shown }}
{{- range $key, $value := ($secret.metadata | default dict).annotations }}
{{- if hasPrefix "jhub-lint/" $key }}{{ $_ := set $bornOf (trimPrefix "jhub-lint/" $key) $value }}{{ end }}
{{- end }}
{{- end }}
{{- $state := dict "previous" ($was.previous | default "") "next" "" "nextKey" "" "nextBorn" 0 }}
{{- if and (hasKey $was "ca.crt") (hasKey $was "ca.key") (hasKey $bornOf "ca-born") }}
{{- $_ := set $state "ca" (get $was "ca.crt") }}
{{- $_ := set $state "key" (get $was "ca.key") }}
{{- $_ := set $state "born" (get $bornOf "ca-born" | int64) }}
{{- else }}
{{- $made := genCA (printf "%s authority %d" $name $now) $caDays }}
{{- $_ := set $state "ca" $made.Cert }}
{{- $_ := set $state "key" $made.Key }}
{{- $_ := set $state "born" $now }}
{{- end }}
{{- $isOld := gt (mul 2 (sub $now $state.born)) (mul $caDays $day) }}
{{- if get $was "next.crt" }}
{{- $trusted := "" }}
{{- range (lookup "admissionregistration.k8s.io/v1" "ValidatingWebhookConfiguration" "" (printf "%s-%s" .Release.Namespace $name) | default dict).webhooks }}
{{- $trusted = b64dec (.clientConfig.caBundle | default "") }}
{{- end }}
{{- if contains (get $was "next.crt" | trim) $trusted }}
{{- $_ := set $state "previous" $state.ca }}
{{- $_ := set $state "ca" (get $was "next.crt") }}
{{- $_ := set $state "key" (get $was "next.key") }}
{{- $_ := set $state "born" (get $bornOf "next-born" | int64) }}
{{- else }}
{{- $_ := set $state "next" (get $was "next.crt") }}
{{- $_ := set $state "nextKey" (get $was "next.key") }}
{{- $_ := set $state "nextBorn" (get $bornOf "next-born" | int64) }}
{{- end }}
{{- else if $isOld }}
{{- $made := genCA (printf "%s authority %d" $name $now) $caDays }}
{{- $_ := set $state "next" $made.Cert }}
{{- $_ := set $state "nextKey" $made.Key }}
{{- $_ := set $state "nextBorn" $now }}
{{- end }}
{{- $signedBy := sha256sum (trim $state.ca) | trunc 16 }}
{{- $certBorn := get $bornOf "born" | default "0" | int64 }}
{{- $keeps := and $shown.data (eq (get $bornOf "host" | default "") $host) (eq (get $bornOf "signed-by" | default "") $signedBy) }}
{{- if and $keeps (le (mul 2 (sub $now $certBorn)) (mul $days $day)) }}
{{- $_ := set $state "cert" (get $shown.data "tls.crt" | b64dec) }}
{{- $_ := set $state "certKey" (get $shown.data "tls.key" | b64dec) }}
{{- $_ := set $state "certBorn" $certBorn }}
{{- else }}
{{- $signed := genSignedCert $host nil (list $host) $days (buildCustomCert (b64enc $state.ca) (b64enc $state.key)) }}
{{- $_ := set $state "cert" $signed.Cert }}
{{- $_ := set $state "certKey" $signed.Key }}
{{- $_ := set $state "certBorn" $now }}
{{- end }}
{{- $_ := set $state "signedBy" $signedBy }}
{{- $bundle := list }}
{{- range list $state.ca $state.next $state.previous }}{{ if . }}{{ $bundle = append $bundle (trim .) }}{{ end }}{{ end }}
{{- $_ := set $state "bundle" (printf "%s\n" (join "\n" $bundle)) }}
{{- $state | toJson }}
{{- end }}
