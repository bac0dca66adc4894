import type { Hub } from '../../model/hub.ts'
import { nearestOf } from '../../model/nearest.ts'
import { type Path, printPath } from '../../model/path.ts'
import type { SchemaProblem, ValuesSchema } from '../../model/schema.ts'
import { child, Opaque } from '../../model/traced.ts'
import type { View } from '../../model/view.ts'
import type { Refusal } from '../refusals.ts'
import { kindOf } from './kinds.ts'
import { movedTo } from './moved.ts'

/** What the chart's JSON schema has against the values. */
export function schemaRefusals({ chart, values }: Hub): Refusal[] {
  return chart.schema === null ? [] : refusedBy(chart.schema, values as View, `jupyterhub ${chart.version}`)
}

/** What the JSON schema of a chart has against its values. */
export function refusedBy(schema: ValuesSchema, values: View, chart: string): Refusal[] {
  return schema(values.raw)
    .filter(({ path }) => !isHidden(values.raw, path))
    .map(problem => {
      const at = values.down(problem.path)
      return { sentence: sentenceOf(problem, at, chart), at }
    })
}

/** Whether a place lies in something that cannot be known, such as an encrypted part. */
function isHidden(values: unknown, path: Path): boolean {
  let at = values
  for (const step of path) {
    if (at instanceof Opaque) return true
    at = child(at, step)
  }
  return at instanceof Opaque
}

function sentenceOf(problem: SchemaProblem, at: View, chart: string): string {
  const name = printPath(problem.path) || 'the values'
  switch (problem.kind) {
    case 'unknown key':
      return unknownKey(problem.path, problem.known, chart)
    case 'missing':
      return `${name} is missing, and ${chart} does not do without it`
    case 'wrong kind':
      return `${name} must be ${oneOf(problem.accepted)} in ${chart}, not ${kindOf(at.raw)}`
    case 'wrong value': {
      const accepted = problem.accepted
        .filter(value => value !== null && value !== '')
        .map(value => JSON.stringify(value))
      return `${name} must be ${oneOf(accepted)} in ${chart}, not ${asWritten(at)}`
    }
    case 'other':
      return `${name} ${problem.demand} in ${chart}`
  }
}

function unknownKey(path: Path, known: readonly string[], chart: string): string {
  const key = String(path.at(-1))
  const parent = printPath(path.slice(0, -1))
  const moved = movedTo(path)
  const meant = nearestOf(key, known)
  const where =
    parent === ''
      ? `${chart} has no key ${JSON.stringify(key)}`
      : `${parent} has no key ${JSON.stringify(key)} in ${chart}`
  if (moved !== undefined) return `${where} any more: write ${moved}`
  return meant === undefined ? where : `${where}; did you mean "${meant}"?`
}

function asWritten(at: View): string {
  return at.value === undefined ? kindOf(at.raw) : JSON.stringify(at.value)
}

function oneOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}
