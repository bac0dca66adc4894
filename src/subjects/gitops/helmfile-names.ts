import type { View } from '../../model/view.ts'
import type { ReleaseParts } from './helmfile-releases.ts'

/** What is known of the names that helmfile fills in. */
export interface Known {
  /** The environment, where it makes a difference. */
  readonly environment: string | null
  /** A text with the names filled in; what is not known stays. */
  filled(text: string): string
}

/** `{{ .Release.Name }}`, also as it is written where a file is rendered twice. */
const NAME = /\{\{`?(?:\{\{)?-?\s*\.(Release\.Name|Release\.Namespace|Environment\.Name)\s*-?(?:\}\}`)?\}\}/g
const ENVIRONMENT = /\.Environment\.Name\b/

/**
 * The environments in which a release has the files that it names: once without one where none of its files is named by it.
 * Source: helmfile/helmfile@v1.7.4:docs/environments.md; pkg/state/state_exec_tmpl.go, createReleaseTemplateData.
 */
export function inEnvironments(
  release: ReleaseParts,
  all: readonly View[],
  isThere: (path: string) => boolean,
): readonly Known[] {
  const named = ['values', 'valuesTemplate', 'secrets']
    .flatMap(field => release.list(field))
    .flatMap(({ text }) => (text !== undefined && ENVIRONMENT.test(text) ? [text] : []))
  if (named.length === 0) return [knownOf(release, null)]
  const declared = [...new Set(all.flatMap(view => view.get('environments').keys()))]
  const prefix = release.get('valuesPathPrefix').text ?? ''
  const found = (declared.length > 0 ? declared : ['default'])
    .map(environment => knownOf(release, environment))
    .filter(known => named.some(text => isThere(known.filled(prefix + text))))
  return found.length > 0 ? found : [knownOf(release, null)]
}

function knownOf(release: ReleaseParts, environment: string | null): Known {
  const names: Readonly<Record<string, string | null>> = {
    'Release.Name': release.own.get('name').text ?? null,
    'Release.Namespace': release.get('namespace').text ?? null,
    'Environment.Name': environment,
  }
  return {
    environment,
    filled: text => text.replace(NAME, (written, name: string) => names[name] ?? written),
  }
}
