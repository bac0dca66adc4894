import { SEVERITIES } from './finding.ts'
import type { AnyRule, Level, Levels, Profile } from './rule.ts'

/** A rule's levels in some profiles: of several, the most severe. */
export function levelsIn(rule: AnyRule, profiles: readonly Profile[]): Levels {
  if (typeof rule.severity === 'string') return rule.severity
  let levels: Levels = 'off'
  for (const profile of profiles) levels = severer(levels, rule.severity[profile] ?? 'off')
  return levels
}

/** The levels, one after the other: all that a rule can have in these profiles. */
export function eachLevel(levels: Levels): Level[] {
  return typeof levels === 'string' ? [levels] : [...new Set(Object.values(levels))]
}

/** Of two levels, the more severe, for each situation. */
export function severer(a: Levels, b: Levels): Levels {
  if (typeof a === 'string' && typeof b === 'string') return rank(a) <= rank(b) ? a : b
  const situations = [...situationsOf(a), ...situationsOf(b)]
  return Object.fromEntries(situations.map(key => [key, severer(at(a, key), at(b, key)) as Level]))
}

function situationsOf(levels: Levels): string[] {
  return typeof levels === 'string' ? [] : Object.keys(levels)
}

function at(levels: Levels, situation: string): Level {
  return typeof levels === 'string' ? levels : (levels[situation] ?? 'off')
}

function rank(level: Level): number {
  return level === 'off' ? SEVERITIES.length : SEVERITIES.indexOf(level)
}
