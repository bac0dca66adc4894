import type { Pod, Volume } from '../../../model/pod.ts'
import type { View } from '../../../model/view.ts'
import { onceSound, quoted, type Refusal, refusal } from './refusal.ts'

/** Source: kubernetes/apimachinery@v0.36.1:pkg/util/validation/validation.go. */
const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/
const DNS_SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/
/** What labels hold. */
export const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?)?$/
const NAME_PART = /^[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?$/

/** Names that Kubernetes does not take, or takes once. */
export function* invalidNames(pod: View<Pod>): Generator<Refusal> {
  const { metadata, spec } = { metadata: pod.at('metadata'), spec: pod.at('spec') }
  for (const labels of [metadata.at('labels'), spec.at('nodeSelector')]) yield* invalidLabels(labels)
  yield* invalidAnnotations(metadata.at('annotations'))
  yield* unlikeVolumes(spec.at('volumes'))
  yield* unlikeNames([...spec.at('initContainers').each(), ...spec.at('containers').each()], 'containers are')
  const account = spec.at('serviceAccountName')
  if (account.text && !(DNS_SUBDOMAIN.test(account.text) && account.text.length <= 253))
    yield refusal(account, `a service account cannot be called ${quoted(account.text)}`)
}

const invalidLabels = onceSound(function* (labels: View<Record<string, string> | undefined>) {
  for (const [key, label] of labels.entries()) {
    if (!isQualifiedName(key)) yield refusal(label, `${quoted(key)} is no name of a label`)
    else if (label.text !== undefined && !LABEL_VALUE.test(label.text))
      yield refusal(label, `the label ${key} cannot be ${quoted(label.text)}`)
  }
})

const invalidAnnotations = onceSound(function* (annotations: View<Record<string, string> | undefined>) {
  for (const [key, annotation] of annotations.entries())
    if (!isQualifiedName(key.toLowerCase())) yield refusal(annotation, `${quoted(key)} is no name of an annotation`)
})

const unlikeVolumes = onceSound((volumes: View<Volume[] | undefined>) => unlikeNames(volumes.each(), 'volumes are'))

/** A name, with or without a domain before it: `hub.jupyter.org/username`. */
export function isQualifiedName(text: string): boolean {
  const parts = text.split('/')
  const [name, domain] = [parts.at(-1) ?? '', parts.at(-2)]
  const isDomain = domain === undefined || (DNS_SUBDOMAIN.test(domain) && domain.length <= 253)
  return parts.length <= 2 && isDomain && NAME_PART.test(name)
}

function* unlikeNames(items: readonly View<{ name?: string }>[], what: string): Generator<Refusal> {
  const seen = new Set<string>()
  for (const name of items.filter(item => item.isMap).map(item => item.at('name'))) {
    if (!name.isSet) yield refusal(name, 'something in a list that needs a name has none')
    if (name.text === undefined) continue
    if (!DNS_LABEL.test(name.text)) yield refusal(name, `a name cannot be ${quoted(name.text)}`)
    else if (seen.has(name.text)) yield refusal(name, `two ${what} called ${quoted(name.text)}`)
    seen.add(name.text)
  }
}
