import type { Path } from '../../model/path.ts'
import { child, subtree, type Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { namespaceOf } from '../../model/workload.ts'
import { base64 } from '../../read/embedded.ts'
import { isEncrypted } from '../../read/encrypted.ts'
import type { SetFlag } from '../../read/set-flags.ts'
import { Assembly } from './assembly.ts'
import {
  type Asking,
  lastPart,
  type Surroundings,
  textAt,
  UNKNOWN_CHART,
  type ValuesFile,
  versionOf,
  type Wanted,
  type WantedChart,
} from './wanted.ts'
import { without } from './without.ts'

/**
 * What a `HelmRelease` asks for: what `valuesFrom` names, in its order, and over it the values in the object itself. A single value
 * with a `targetPath` stands above all that was said before it, those in the object included.
 * Source: fluxcd/helm-controller@v1.6.3:docs/spec/v2/helmreleases.md, "Values references"; fluxcd/pkg@chartutil/v1.28.0:
 * chartutil/values.go, ChartValuesFromReferences.
 */
export function helmRelease(asking: Asking): Wanted {
  const { spec, object } = asking
  const assembly = new Assembly(spec.traced, 4)
  const chart = spec.get('chart').get('spec')
  // values files of a chart's folder stand in for the chart's own
  if (chart.get('valuesFiles').each().length > 0 || chart.get('valuesFile').isSet)
    assembly.miss('valuesFiles of its chart')
  const values: Traced = spec.get('values').traced
  const above: Path[] = []
  for (const reference of spec.get('valuesFrom').each() as View[]) {
    const target = reference.get('targetPath').text
    if (target === undefined || target === '') layReference(reference, assembly, asking)
    else {
      if (above.length === 0) assembly.lay(values)
      setReference(target, reference, assembly, asking)
      above.push(...assembly.pathsOf(target))
    }
  }
  assembly.lay(above.reduce(without, values))
  const isUnchecked = (action: string) => spec.get(action).get('disableSchemaValidation').flag === true
  return {
    chart: chartOf(asking),
    namespace: spec.get('targetNamespace').text ?? namespaceOf(object.data),
    skipsSchema: isUnchecked('install') && isUnchecked('upgrade'),
    ...assembly.result(),
  }
}

function layReference(reference: View, assembly: Assembly, asking: Asking): void {
  const held = heldBy(reference, asking)
  const made = held === null ? madeBy(reference, asking) : null
  if (made !== null) assembly.layFile(made)
  else if (held === null || held.text === null) assembly.miss(calledReference(reference))
  else assembly.layText(held.text, held.holder, held.inClear)
}

function setReference(target: string, reference: View, assembly: Assembly, asking: Asking): void {
  const held = heldBy(reference, asking)
  if (held === null || held.text === null) {
    const why = `it is in ${calledReference(reference)}, which is not at hand`
    assembly.setUnknown(target, reference.get('name'), why)
  } else assembly.set(flagOf(target, held.text, reference.get('literal').flag === true), reference.get('targetPath'))
}

/** The values file that Kustomize makes the ConfigMap or Secret of. */
function madeBy(reference: View, { around, file }: Asking): ValuesFile | null {
  const [kind, name] = [reference.get('kind').text ?? '', reference.get('name').text ?? '']
  return around.generated(file, kind, name, reference.get('valuesKey').text ?? 'values.yaml')
}

function calledReference(reference: View): string {
  return `${reference.get('kind').text ?? ''} ${reference.get('name').text ?? ''}`
}

function heldBy(reference: View, { around, object }: Asking): Held | null {
  const [kind, name] = [reference.get('kind').text ?? '', reference.get('name').text ?? '']
  const found = around.object(kind, namespaceOf(object.data), name)
  return found === null ? null : textIn(found.traced, reference.get('valuesKey').text ?? 'values.yaml')
}

/** The text that a ConfigMap or Secret holds under a key; a text of null is there, but cannot be read. */
interface Held {
  readonly text: string | null
  readonly holder: Traced
  readonly inClear: boolean
}

function textIn(object: Traced, key: string): Held | null {
  const isSecret = child(object.data, 'kind') === 'Secret'
  for (const [field, encoded] of [...(isSecret ? [['stringData', false] as const] : []), ['data', isSecret] as const]) {
    const written = child(child(object.data, field), key)
    if (typeof written !== 'string') continue
    const holder = subtree(object, [field, key])
    if (isEncrypted(written)) return { text: null, holder, inClear: false }
    const bytes = encoded ? base64(written) : null
    if (encoded) return { text: bytes === null ? null : new TextDecoder().decode(bytes), holder, inClear: false }
    return { text: written, holder, inClear: true }
  }
  return null
}

/** Quotes around a value make it a text. Source: fluxcd/pkg@chartutil/v1.28.0:chartutil/values.go, ReplacePathValue. */
function flagOf(target: string, value: string, isLiteral: boolean): SetFlag {
  if (isLiteral) return { kind: 'set-string', text: `${target}=${value.replace(/[\\,[\]{}]/g, '\\$&')}` }
  const quoted = /^(?:'.*'|".*")$/s.test(value)
  return quoted
    ? { kind: 'set-string', text: `${target}=${value.replace(/^['"]+|['"]+$/g, '')}` }
    : { kind: 'set', text: `${target}=${value}` }
}

function chartOf({ spec, object, around }: Asking): WantedChart {
  const inline = spec.get('chart').get('spec')
  if (inline.isSet) return chartFrom(inline, namespaceOf(object.data), around)
  const reference = spec.get('chartRef')
  const namespace = reference.get('namespace').text ?? namespaceOf(object.data)
  const source = around.object(reference.get('kind').text ?? '', namespace, reference.get('name').text ?? '')
  if (source === null) return UNKNOWN_CHART
  const said = View.of<Record<string, unknown>>(source.traced).get('spec')
  if (source.kind !== 'OCIRepository') return chartFrom(said, namespaceOf(source.data), around)
  const url = said.get('url').text ?? ''
  const ref = said.get('ref')
  return {
    name: lastPart(url),
    version: versionOf(ref.get('semver')) ?? versionOf(ref.get('tag')),
    repository: url,
    folder: null,
  }
}

/** What the template in a `HelmRelease` says, or the spec of a `HelmChart`: both have the same fields. */
function chartFrom(spec: View, namespace: string | null, around: Surroundings): WantedChart {
  const name = spec.get('chart').text ?? ''
  const version = versionOf(spec.get('version'))
  const reference = spec.get('sourceRef')
  const kind = reference.get('kind').text ?? ''
  if (kind !== '' && kind !== 'HelmRepository') return { name: null, version: null, repository: '', folder: name }
  const called = reference.get('name').text ?? ''
  const source = around.object(kind, reference.get('namespace').text ?? namespace, called)
  const url = source === null ? '' : textAt(source.data, 'spec', 'url')
  return { name: lastPart(name), version, repository: `${called} ${url}`, folder: null }
}
