import { eachLevel, levelsIn } from '../model/levels.ts'
import { type AnyRule, type Levels, PROFILES } from '../model/rule.ts'

/** All rules with their severity per profile, a line each. */
export function ruleList(rules: readonly AnyRule[]): string {
  const width = Math.max(...rules.map(rule => rule.id.length))
  const head = `${'rule'.padEnd(width)}  ${PROFILES.map(name => name.padEnd(15)).join('  ')}`
  const rows = rules.map(
    rule => `${rule.id.padEnd(width)}  ${PROFILES.map(name => short(levelsIn(rule, [name])).padEnd(15)).join('  ')}`,
  )
  return `${[head, ...rows].map(line => line.trimEnd()).join('\n')}\n\njhub-lint rules ID explains one of them.\n`
}

/** The whole explanation of a rule, for a terminal. */
export function rulePage(rule: AnyRule): string {
  const parts = [
    `${rule.id}\n\n${rule.summary}`,
    rule.why,
    `Severity: ${PROFILES.map(name => `${name} ${short(levelsIn(rule, [name]))}`).join(', ')}`,
    ...cases(rule),
    `What to do: ${rule.advice}`,
    ...(rule.except === undefined ? [] : [`Leaves alone: ${rule.except}`]),
    ...optionLines(rule),
    `It complains about:\n\n${indent(rule.example)}`,
    `Write instead:\n\n${indent(rule.instead)}`,
  ]
  return `${parts.join('\n\n')}\n`
}

/** A rule's levels in a few words: `error`, `error/warning`, `off`. */
export function short(levels: Levels): string {
  return eachLevel(levels).join('/')
}

function cases(rule: AnyRule): string[] {
  if (typeof rule.severity === 'string') return []
  return PROFILES.flatMap(name => {
    const levels = levelsIn(rule, [name])
    if (typeof levels === 'string') return []
    return [
      `In ${name}: ${Object.entries(levels)
        .map(([situation, level]) => `${situation} ${level}`)
        .join(', ')}`,
    ]
  })
}

function optionLines(rule: AnyRule): string[] {
  const options = Object.entries(rule.options ?? {})
  if (options.length === 0) return []
  const lines = options.map(([name, option]) => {
    const others = Object.entries(option.profiles ?? {}).map(
      ([profile, value]) => `; ${profile}: ${JSON.stringify(value)}`,
    )
    return `  ${name}: ${option.about} Default: ${JSON.stringify(option.default)}${others.join('')}`
  })
  return [`Options:\n${lines.join('\n')}`]
}

function indent(block: string): string {
  return block.trimEnd().replace(/^(?=.)/gm, '    ')
}
