import type { Hub } from '../../model/hub.ts'
import { nearestOf } from '../../model/nearest.ts'
import { type Path, printPath } from '../../model/path.ts'
import type { SchemaProblem } from '../../model/schema.ts'
import { child, Opaque } from '../../model/traced.ts'
import type { View } from '../../model/view.ts'
import type { Refusal } from '../refusals.ts'
import { kindOf } from './kinds.ts'

/** What the chart's JSON schema has against the values. */
export function schemaRefusals(hub: Hub): Refusal[] {
  const values = hub.values.raw
  const problems = hub.chart.schema?.(values) ?? []
  return problems
    .filter(({ path }) => !isHidden(values, path))
    .map(problem => {
      const at = hub.values.down(problem.path)
      return { sentence: sentenceOf(problem, at, hub.chart.version), at }
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

function sentenceOf(problem: SchemaProblem, at: View, version: string): string {
  const name = printPath(problem.path) || 'the values'
  const chart = `jupyterhub ${version}`
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
  const meant = nearestOf(key, known)
  const where =
    parent === ''
      ? `${chart} has no key ${JSON.stringify(key)}`
      : `${parent} has no key ${JSON.stringify(key)} in ${chart}`
  return meant === undefined ? where : `${where}; did you mean "${meant}"?`
}

function asWritten(at: View): string {
  return at.value === undefined ? kindOf(at.raw) : JSON.stringify(at.value)
}

function oneOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}
