import type { View } from '../../model/view.ts'
import { Assembly } from './assembly.ts'
import { type Asking, isFilledInLater, lastPart, versionOf, type Wanted } from './wanted.ts'

/**
 * What an `Application` asks for, one for each of its sources that Helm renders. Of what a source says, value files are the lowest,
 * `valuesObject` stands in for `values`, and parameters are the highest.
 * Source: argoproj/argo-cd@v3.0.0:docs/user-guide/helm.md, "Helm Value Precedence"; util/helm/cmd.go, template.
 */
export function application(asking: Asking): Wanted[] {
  return sourcesOf(asking.spec).map(source => applied(source, asking))
}

/** What an `ApplicationSet` asks for: the same, with places that its generators fill in. */
export function applicationSet(asking: Asking): Wanted[] {
  return application({ ...asking, spec: asking.spec.get('template').get('spec') })
}

function sourcesOf(spec: View): View[] {
  const several: View[] = spec.get('sources').each()
  const sources = several.length > 0 ? several : [spec.get('source')]
  // a source with nothing but a name is there for other sources to take files from
  return sources.filter(source => source.get('chart').isSet || source.get('path').isSet)
}

function applied(source: View, { file, around, spec }: Asking): Wanted {
  const helm: View = source.get('helm')
  const assembly = new Assembly(helm.isSet ? helm.traced : source.traced, 3)
  const folder = source.get('chart').isSet ? null : (source.get('path').text ?? '')
  for (const written of helm.get('valueFiles').each() as View[]) {
    const named = placeOf(written.text ?? '', folder)
    const found = named === null ? null : around.values(file, named)
    if (found !== null) assembly.layFile(found)
    else if (helm.get('ignoreMissingValueFiles').flag !== true || named === null) assembly.miss()
  }
  const [object, text] = [helm.get('valuesObject'), helm.get('values')]
  if (object.isSet) assembly.lay(object.traced)
  else if (text.text !== undefined) assembly.layText(text.text, text.traced, true)
  layParameters(helm, assembly)
  const namespace = spec.get('destination').get('namespace').text ?? null
  return {
    namespace: namespace === null || isFilledInLater(namespace) ? null : namespace,
    chart: {
      name: folder === null ? lastPart(source.get('chart').text ?? '') : null,
      version: folder === null ? versionOf(source.get('targetRevision')) : null,
      repository: source.get('repoURL').text ?? '',
      folder,
    },
    ...assembly.result(),
  }
}

/** Helm puts `--set` in before `--set-string`, whatever their order, and what comes from files last. */
function layParameters(helm: View, assembly: Assembly): void {
  const parameters: View[] = helm.get('parameters').each()
  for (const isText of [false, true])
    for (const parameter of parameters) {
      if ((parameter.get('forceString').flag === true) !== isText) continue
      const { text: name } = parameter.get('name')
      const value = parameter.get('value')
      if (name === undefined) continue
      const text = `${name}=${withoutCommas(String(value.value ?? ''))}`
      assembly.set({ kind: isText ? 'set-string' : 'set', text }, value.isSet ? value : parameter)
    }
  for (const parameter of helm.get('fileParameters').each() as View[]) {
    const path = parameter.get('path')
    const why = `it is in the file ${path.text ?? ''}, which Argo CD reads`
    assembly.setUnknown(parameter.get('name').text ?? '', path, why)
  }
}

/** Argo CD escapes commas, but those of a list. Source: argoproj/argo-cd@v3.0.0:util/helm/cmd.go, cleanSetParameters. */
function withoutCommas(value: string): string {
  return value.startsWith('{') && value.endsWith('}') ? value : value.replace(/(?<!\\),/g, '\\,')
}

/** A values file counted from the root of the repository; null for one that is elsewhere, or is named only later. */
function placeOf(written: string, folder: string | null): string | null {
  if (written === '' || /^[a-z][\w+.-]*:\/\//.test(written) || /\{\{|\*/.test(written)) return null
  const [, ofRef] = /^\$[\w.-]+\/(.*)$/.exec(written) ?? []
  if (ofRef !== undefined) return joined(ofRef)
  // a chart from a repository of charts has its files there
  if (folder === null) return null
  return written.startsWith('/') ? joined(written.slice(1)) : joined(`${folder}/${written}`)
}

/** A path without `.` and `..`; null if it leaves the repository. */
function joined(path: string): string | null {
  const steps: string[] = []
  for (const step of path.split('/')) {
    if (step === '..') {
      if (steps.pop() === undefined) return null
    } else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}
