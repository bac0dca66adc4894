import type { Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { mergeLayers } from '../../read/layers.ts'
import type { ReleaseParts } from './helmfile-releases.ts'
import { isFilledInLater } from './wanted.ts'

/** What is known of the names that helmfile fills in. */
export interface Known {
  /** The environment, where it makes a difference. */
  readonly environment: string | null
  /** A text with the names filled in; what is not known stays. */
  filled(text: string): string
}

/** A helmfile with its bases, and how its files are read: null for one that is not there, or is rendered first. */
export interface NamesIn {
  readonly all: readonly View[]
  layersOf(path: string): readonly Traced[] | null
}

/** `{{ .Release.Name }}`, `{{ .Values.region }}`, also as they are written where a file is rendered twice. */
const NAME = /\{\{`?(?:\{\{)?-?\s*\.([A-Z]\w*(?:\.\w+)+)\s*-?(?:\}\}`)?\}\}/g
const BY_ENVIRONMENT = /\.(?:Environment\.Name|(?:Environment\.)?Values\.|StateValues\.)/
const VALUES = /^(?:Environment\.)?(?:State)?Values\./

/**
 * The environments in which a release has the files that it names: once without one where nothing that it names hangs on that.
 * Source: helmfile/helmfile@v1.7.4:docs/environments.md; docs/values-and-merging.md, "Values Sources and Precedence";
 * pkg/state/state_exec_tmpl.go, createReleaseTemplateData.
 */
export function inEnvironments(release: ReleaseParts, names: NamesIn): readonly Known[] {
  const files = ['values', 'valuesTemplate', 'secrets'].flatMap(field => textsIn(release.list(field)))
  const others = textsIn(['chart', 'version', 'namespace'].map(field => release.get(field)))
  if (![...files, ...others].some(text => BY_ENVIRONMENT.test(text))) return [knownOf(release, null, null)]
  const declared = [...new Set(names.all.flatMap(view => view.get('environments').keys()))]
  const environments = declared.length > 0 ? declared : ['default']
  const prefix = release.get('valuesPathPrefix').text ?? ''
  const hanging = files.filter(text => BY_ENVIRONMENT.test(text))
  const isThere = (known: Known, text: string) => {
    const path = known.filled(prefix + text)
    return !isFilledInLater(path) && names.layersOf(path) !== null
  }
  const found = environments
    .map(environment => knownOf(release, environment, valuesIn(environment, names)))
    .filter(known => hanging.length === 0 || hanging.some(text => isThere(known, text)))
  const [only] = found
  if (only === undefined) return [knownOf(release, null, null)]
  return found.length === 1 && declared.length < 2 ? [{ ...only, environment: null }] : found
}

function textsIn(views: readonly View[]): string[] {
  return views.flatMap(({ text }) => text ?? [])
}

/** The values of an environment: those for all, and over them its own; null where secrets or templates may say otherwise. */
function valuesIn(environment: string, { all, layersOf }: NamesIn): View | null {
  const own = all.map(view => view.get('environments').get(environment))
  if (own.some(view => view.get('secrets').isSet || view.get('mergeStrategy').isSet)) return null
  const entries = [...all, ...own].flatMap(view => view.get('values').each() as View[])
  const layers = entries.map(entry => (entry.text === undefined ? [entry.traced] : layersOf(entry.text)))
  if (layers.some(layer => layer === null)) return null
  return View.of<Record<string, unknown>>(mergeLayers(layers.flatMap(layer => layer ?? [])))
}

function knownOf(release: ReleaseParts, environment: string | null, values: View | null): Known {
  const names: Readonly<Record<string, string | null>> = {
    'Release.Name': release.own.get('name').text ?? null,
    'Release.Namespace': release.get('namespace').text ?? null,
    'Environment.Name': environment,
  }
  const standsFor = (name: string) => {
    if (!VALUES.test(name) || values === null) return names[name] ?? null
    const { value } = values.down(name.replace(VALUES, '').split('.'))
    const isKnown = typeof value === 'number' || (typeof value === 'string' && !isFilledInLater(value))
    return isKnown ? String(value) : null
  }
  return { environment, filled: text => text.replace(NAME, (written, name: string) => standsFor(name) ?? written) }
}
