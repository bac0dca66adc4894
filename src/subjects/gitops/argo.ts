import type { Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { Assembly } from './assembly.ts'
import { filledIn } from './placeholders.ts'
import { type Asking, isFilledInLater, joined, lastPart, versionOf, type Wanted } from './wanted.ts'

/**
 * What an `Application` asks for, one for each of its sources that Helm renders. Of what a source says, value files are the lowest,
 * `valuesObject` stands in for `values`, and parameters are the highest.
 * Source: argoproj/argo-cd@v3.5.1:docs/user-guide/helm.md, "Values"; pkg/apis/application/v1alpha1/values.go, ValuesYAML;
 * util/helm/cmd.go, template.
 */
export function application(asking: Asking): Wanted[] {
  return sourcesOf(asking.spec).map(source => applied(source, asking, null))
}

/**
 * What an `ApplicationSet` asks for: the same for each element of its lists, and for other generators once, with the places that they
 * fill in unknown. Source: argoproj/argo-cd@v3.5.1:applicationset/controllers/template/template.go, GenerateApplications;
 * applicationset/generators/list.go, GenerateParams.
 */
export function applicationSet(asking: Asking): Wanted[] {
  const { spec } = asking
  const template = spec.get('template')
  const isGo = spec.get('goTemplate').flag === true
  // a patch is a text that may change everything
  const patch = spec.get('templatePatch').isSet ? 'templatePatch' : null
  const wanted = (one: View, called: string | null, laidOver: string | null) =>
    sourcesOf(one.get('spec')).map(source => ({
      ...applied(source, { ...asking, spec: one.get('spec') }, laidOver),
      called,
    }))
  const generators: View[] = spec.get('generators').each()
  // those may come from elsewhere too, as a patch of Kustomize
  if (generators.length === 0) return wanted(template, null, patch)
  return generators.flatMap(generator => {
    const elements = elementsOf(generator)
    if (elements === null)
      return wanted(template, null, patch ?? (hasTemplate(generator) ? 'the template of a generator' : null))
    return elements.flatMap(element => {
      const whole: Traced = filledIn(template.traced, parameterOf(element, isGo), isGo)
      const one = View.of<Record<string, unknown>>(whole)
      return wanted(one, one.get('metadata').get('name').text ?? null, patch)
    })
  })
}

/** The elements of a list, where nothing else decides what becomes of them; null for other generators. */
function elementsOf(generator: View): View[] | null {
  const list = generator.get('list')
  const isPlain = generator.keys().every(key => key === 'list') && !hasTemplate(generator)
  return isPlain && list.isMap && !list.get('elementsYaml').isSet ? (list.get('elements').each() as View[]) : null
}

/** A generator may bring a template of its own, which is laid over the common one. */
function hasTemplate(generator: View): boolean {
  return generator.entries().some(([, kind]) => (kind as View).get('template').isSet)
}

/** Without Go's templates, what is below `values` is named `values.key`, and nothing else is nested. */
function parameterOf(element: View, isGo: boolean): (name: string) => View | null {
  return name => {
    const isNested = isGo || name.startsWith('values.')
    const found = isNested ? element.down(name.split('.')) : element.get(name)
    return found.isSet ? found : null
  }
}

function sourcesOf(spec: View): View[] {
  const several: View[] = spec.get('sources').each()
  const sources = several.length > 0 ? several : [spec.get('source')]
  // a source with nothing but a name is there for other sources to take files from
  return sources.filter(source => source.get('chart').isSet || source.get('path').isSet)
}

function applied(source: View, { file, around, spec }: Asking, laidOver: string | null): Wanted {
  const helm: View = source.get('helm')
  const assembly = new Assembly(helm.isSet ? helm.traced : source.traced, 3)
  if (laidOver !== null) assembly.miss(laidOver)
  const folder = source.get('chart').isSet ? null : (source.get('path').text ?? '')
  for (const written of helm.get('valueFiles').each() as View[]) {
    const named = placeOf(written.text ?? '', folder)
    const found = named === null ? null : around.values(file, named, 'root')
    if (found !== null) assembly.layFile(found)
    else if (helm.get('ignoreMissingValueFiles').flag !== true || named === null) assembly.miss(written.text ?? '')
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
    skipsSchema: helm.get('skipSchemaValidation').flag === true,
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
      if (VARIABLE.test(parameter.get('value').text ?? '')) {
        assembly.setUnknown(name, value, 'Argo CD fills it in')
        continue
      }
      const text = `${name}=${withoutCommas(String(value.value ?? ''))}`
      assembly.set({ kind: isText ? 'set-string' : 'set', text }, value.isSet ? value : parameter)
    }
  for (const parameter of helm.get('fileParameters').each() as View[]) {
    const path = parameter.get('path')
    const why = `it is in the file ${path.text ?? ''}, which Argo CD reads`
    assembly.setUnknown(parameter.get('name').text ?? '', path, why)
  }
}

/**
 * What Argo CD fills in: `$ARGOCD_APP_NAME`, `${ARGOCD_ENV_x}`; of any other name, nothing.
 * Source: argoproj/argo-cd@v3.5.1:pkg/apis/application/v1alpha1/types.go, Envsubst.
 */
const VARIABLE = /\$[\w{$]/

/** Argo CD escapes commas, but those of a list. Source: argoproj/argo-cd@v3.5.1:util/helm/cmd.go, cleanSetParameters. */
function withoutCommas(value: string): string {
  return value.startsWith('{') && value.endsWith('}') ? value : value.replace(/(?<!\\),/g, '\\,')
}

/** A values file counted from the root of the repository; null for one that is elsewhere, or is named only later. */
function placeOf(written: string, folder: string | null): string | null {
  if (written === '' || /^[a-z][\w+.-]*:\/\//.test(written) || /\{\{|[*?[]/.test(written)) return null
  const [, ofRef] = /^\$[\w.-]+\/(.*)$/.exec(written) ?? []
  if (ofRef !== undefined) return joined(ofRef)
  // a chart from a repository of charts has its files there
  if (folder === null || VARIABLE.test(written)) return null
  return written.startsWith('/') ? joined(written.slice(1)) : joined(`${folder}/${written}`)
}
