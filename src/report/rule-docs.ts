import { levelsIn } from '../model/levels.ts'
import { type AnyRule, PROFILES } from '../model/rule.ts'
import { short } from './rule-pages.ts'

/** The page of all rules, as Markdown: rules/README.md. */
export function readme(rules: readonly AnyRule[]): string {
  const rows = rules.map(
    rule =>
      `| [\`${rule.id}\`](#${rule.id}) | ${PROFILES.map(name => short(levelsIn(rule, [name]))).join(' | ')} | ${rule.summary} |`,
  )
  return `# Rules

<!-- made from the rules by \`npm run docs\`; change a rule's file, not this page -->

Each rule is one file in this folder. A severity that depends on the case is written as \`error/warning\`; the rule's section names the cases.

| rule | ${PROFILES.join(' | ')} | what it finds |
|---|${PROFILES.map(() => '---|').join('')}---|
${rows.join('\n')}

${rules.map(section).join('\n')}`
}

/** What a rule says about itself, as Markdown. */
export function section(rule: AnyRule): string {
  const parts = [`## ${rule.id}`, rule.summary, rule.why, `**What to do:** ${rule.advice}.`]
  if (rule.except !== undefined) parts.push(`**Leaves alone:** ${rule.except}`)
  parts.push(...situations(rule), ...options(rule))
  parts.push(`It complains about:\n\n${fence(rule.example)}`, `Write instead:\n\n${fence(rule.instead)}`)
  return `${parts.join('\n\n')}\n`
}

function situations(rule: AnyRule): string[] {
  const rows = PROFILES.flatMap(name => {
    const levels = levelsIn(rule, [name])
    return typeof levels === 'string'
      ? []
      : Object.entries(levels).map(([situation, level]) => `| ${name} | ${situation} | ${level} |`)
  })
  return rows.length === 0 ? [] : [`| profile | case | severity |\n|---|---|---|\n${rows.join('\n')}`]
}

function options(rule: AnyRule): string[] {
  const rows = Object.entries(rule.options ?? {}).map(([name, option]) => {
    const others = Object.entries(option.profiles ?? {}).map(
      ([profile, value]) => `; ${profile}: \`${JSON.stringify(value)}\``,
    )
    return `| \`${name}\` | ${option.about} | \`${JSON.stringify(option.default)}\`${others.join('')} |`
  })
  return rows.length === 0 ? [] : [`| option | meaning | default |\n|---|---|---|\n${rows.join('\n')}`]
}

function fence(yaml: string): string {
  return `\`\`\`yaml\n${yaml.trimEnd()}\n\`\`\``
}
