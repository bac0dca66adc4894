import type { ChosenChart } from '../jupyterhub/charts/chosen.ts'
import { parentDefaults } from '../jupyterhub/charts/parents.ts'
import { hubOf } from '../jupyterhub/hub.ts'
import { needsPython } from '../jupyterhub/python/syntax/grammar.ts'
import { refusedBy } from '../jupyterhub/refusals/schema.ts'
import type { NotJudged } from '../model/finding.ts'
import type { Chart, Completeness, Hub } from '../model/hub.ts'
import { type Path, printPath } from '../model/path.ts'
import type { TextProblem } from '../model/source.ts'
import { subtree, type Traced, traced } from '../model/traced.ts'
import type { HubValues } from '../model/values.ts'
import { View } from '../model/view.ts'
import { decrypted } from '../read/encrypted.ts'
import type { HelmChart } from '../read/helm/chart.ts'
import { effectiveValues, type Instance } from '../read/helm/effective.ts'
import { umbrella } from '../read/helm/umbrella.ts'
import type { SetFlag } from '../read/set-flags.ts'
import { userValues } from '../read/values.ts'
import { withoutNulls } from '../read/without-nulls.ts'
import type { RecoveredHub } from '../subjects/carried-values.ts'
import type { DeclaredHub } from '../subjects/gitops/asked-hubs.ts'
import { chooseChart } from './charts.ts'
import type { Input } from './inputs.ts'
import { isJupyterHub, type OpenedChart } from './open-chart.ts'
import { UserError } from './user-error.ts'

/** What its values stand in: files of their own, the objects that the chart made, or an object that asks for the chart. */
export type HubKind = 'values' | 'manifests' | 'helmrelease' | 'application' | 'helmfile'

/** A hub before its Python is read. */
export interface Draft {
  readonly name: string
  readonly files: readonly string[]
  readonly key: Path
  readonly chosen: ChosenChart
  readonly completeness: Completeness
  /** What may say more and is not at hand. */
  readonly elsewhere: readonly string[]
  readonly effective: Traced
  readonly kind: HubKind
  /** The namespace that it will be in, where that is known. */
  readonly namespace: string | null
}

/** The hubs that files came to, and why files came to none. */
export interface Drafted {
  readonly drafts: readonly Draft[]
  readonly notJudged: readonly NotJudged[]
  /** What Helm refuses, at its place. */
  readonly problems: readonly TextProblem[]
}

/** The files of one hub in order, and the flags on top of them. */
export interface Layers {
  readonly name: string
  readonly inputs: readonly Input[]
  readonly set: readonly SetFlag[]
  readonly helm: 3 | 4
}

/** A hub whose values are known as a whole, from objects. */
export function renderedDraft({ name, namespace, file, chosen, effective }: RecoveredHub): Draft {
  return {
    ...{ name, namespace, files: [file], key: [], chosen, effective },
    ...{ completeness: 'whole', elsewhere: [], kind: 'manifests' },
  }
}

/** A hub that an object asks for. */
export function declaredDraft({ file, patch, named, ...hub }: DeclaredHub): Draft {
  return { ...hub, files: [file, ...(patch === undefined ? [] : [patch]), ...named] }
}

/** The hub at a key of layers, over the defaults of a published chart. Throws `UserError` for a flag that Helm refuses. */
export function draftAt(key: Path, layers: Layers, chosen: ChosenChart, completeness: Completeness): Drafted {
  const supplied = suppliedBy(layers)
  if ('problems' in supplied) return supplied
  const { chart } = chosen
  const author = `jupyterhub ${chart.version}`
  const defaults = traced(chart.defaults, path => ({ by: 'chart', name: author, path, span: null }))
  const around = umbrella(key, defaults, parentDefaults(supplied.values.data, key))
  const result = effectiveValues(around, supplied.values, layers.helm, supplied.files)
  if ('error' in result) return refused(layers, { kind: 'unreadable', message: result.error, origin: result.origin })
  const laid = subtree(result.values, key)
  // in one layer of several, a null takes away what another layer says
  const effective = completeness === 'layer' ? withoutNulls(laid) : laid
  const files = layers.inputs.map(({ file }) => file)
  const draft = {
    name: layers.name,
    files,
    key,
    chosen,
    completeness,
    elsewhere: [],
    effective,
    kind: 'values' as const,
    namespace: null,
  }
  return { drafts: [draft], notJudged: [], problems: [] }
}

/**
 * The hubs of a chart with layers on top: one for each jupyterhub chart in it that is switched on, or the one at `key`. Throws
 * `UserError` for a flag that Helm refuses, and where there is no such hub.
 */
export function draftsOfChart(opened: OpenedChart, layers: Layers, key: Path | null, version: string | null): Drafted {
  const broken = opened.sources.flatMap(({ problems }) => problems.filter(({ kind }) => kind === 'unreadable'))
  if (broken.length > 0) return { drafts: [], notJudged: broken.map(problem => notJudgedFor(problem)), problems: [] }
  const supplied = suppliedBy(layers)
  if ('problems' in supplied) return supplied
  const result = effectiveValues(opened.chart, supplied.values, layers.helm, supplied.files)
  if ('error' in result) return refused(layers, { kind: 'unreadable', message: result.error, origin: result.origin })
  const unfit = result.instances
    .filter(({ chart }) => !isJupyterHub(chart))
    .flatMap(one => unfitFor(one, result.values))
  if (unfit.length > 0) return { drafts: [], notJudged: unfit.map(problem => notJudgedFor(problem)), problems: unfit }
  const hubs = result.instances.filter(({ chart }) => isJupyterHub(chart))
  const wanted = hubs.filter(hub => key === null || printPath(hub.key) === printPath(key))
  if (key !== null && hubs.length > 0 && wanted.length === 0)
    throw new UserError(`--key ${printPath(key)}: the chart has its jupyterhub at ${hubs.map(called).join(', ')}`)
  if (wanted.length === 0) {
    const reason = 'conditions or tags of the chart switch its jupyterhub off'
    const file = layers.inputs.at(-1)?.file ?? opened.place
    return { drafts: [], notJudged: [{ location: { file }, reason, kind: 'not ours' }], problems: [] }
  }
  const files = [...opened.written, ...layers.inputs.map(({ file }) => file)]
  const drafts = wanted.map(({ chart, key: at }): Draft => {
    const chosen = chooseChart(
      version ?? chart.version,
      version === null ? (opened.from.get(chart) ?? 'chart') : 'flag',
    )
    return {
      name: wanted.length > 1 ? `${layers.name} (${printPath(at)})` : layers.name,
      files: files.length > 0 ? files : [opened.place],
      key: at,
      chosen: { ...chosen, chart: { ...chosen.chart, ...ownOf(chart) } },
      completeness: 'whole',
      elsewhere: [],
      effective: subtree(result.values, at),
      kind: 'values',
      namespace: null,
    }
  })
  return { drafts, notJudged: [], problems: [] }
}

/** What the schema of a chart around the hub has against its values. */
function unfitFor({ chart, key }: Instance, values: Traced): TextProblem[] {
  if (chart.schema === null) return []
  const found = refusedBy(chart.schema, View.of(subtree(values, key)), `${chart.name} ${chart.version}`)
  return found.map(({ sentence, at }) => ({ kind: 'unreadable', message: sentence, origin: at.origin() }))
}

/** What counts of the jupyterhub chart at hand, in place of what is known of the published one. */
function ownOf({ isRead, values, schema }: HelmChart): Partial<Chart> {
  return isRead ? { defaults: values.data, schema } : {}
}

/** The hub that a draft comes to; what is Python in it must be readable by now. */
export function hubOfDraft({ name, effective, chosen, completeness, elsewhere, kind }: Draft): Hub {
  return hubOf(name, effective, chosen.chart, { completeness, elsewhere, isRendered: kind === 'manifests' })
}

/** The same, whatever the chart's schema makes of the values: as Helm's `--skip-schema-validation`. */
export function withoutSchema(draft: Draft): Draft {
  return { ...draft, chosen: { ...draft.chosen, chart: { ...draft.chosen.chart, schema: null } } }
}

/** The same, where some of the files are encrypted, keys and all: of what nobody wrote, those may say otherwise. */
export function withLocked(drafted: Drafted, locked: readonly Input[]): Drafted {
  if (locked.length === 0) return drafted
  const elsewhere = locked.map(({ file }) => file)
  return { ...drafted, drafts: drafted.drafts.map(draft => ({ ...draft, completeness: 'layer', elsewhere })) }
}

/** Whether the Python grammar must be loaded before the hub can be made. */
export function holdsPython({ effective, chosen }: Draft): boolean {
  return needsPython(View.of<HubValues>(effective), chosen.chart)
}

function suppliedBy({ inputs, set, helm }: Layers): { values: Traced; files: readonly Traced[] } | Drafted {
  const files = inputs.flatMap(input => input.layers.map(decrypted))
  const user = userValues(files, set, helm)
  if (!('error' in user)) return { values: user.traced, files }
  if (user.origin === null) throw new UserError(user.error)
  const problem: TextProblem = { kind: 'unreadable', message: user.error, origin: user.origin }
  return { drafts: [], notJudged: [notJudgedFor(problem)], problems: [problem] }
}

function refused({ inputs }: Layers, problem: TextProblem): Drafted {
  return { drafts: [], notJudged: [notJudgedFor(problem, inputs[0]?.file)], problems: [problem] }
}

function notJudgedFor({ message, origin }: TextProblem, fallback?: string): NotJudged {
  const { span, name } = origin
  const location =
    span === null ? { file: fallback ?? name } : { file: span.file, line: span.line, column: span.column }
  return { location, reason: message, kind: 'unreadable' }
}

function called({ key }: { readonly key: Path }): string {
  return key.length === 0 ? 'the root' : `"${printPath(key)}"`
}
