import { SEVERITIES } from '../model/finding.ts'
import { type AnyRule, PROFILES } from '../model/rule.ts'

/** The JSON schema of a policy file, with the options of these rules. */
export function policySchema(rules: readonly AnyRule[]) {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Policy of jhub-lint (.jhub-lint.yaml)',
    type: 'object',
    properties: {
      profiles: {
        description: 'Sets of severities and limits; of several, the most severe counts.',
        type: 'array',
        items: { enum: [...PROFILES] },
        minItems: 1,
      },
      rules: {
        description: 'By rule: a severity, or a severity and options.',
        type: 'object',
        properties: Object.fromEntries(rules.map(rule => [rule.id, ruleSchema(rule)])),
        additionalProperties: false,
      },
      chartVersion: { description: 'The version of the jupyterhub chart, where no flag says another.', type: 'string' },
    },
    additionalProperties: false,
  }
}

const SEVERITY = { enum: ['off', ...SEVERITIES, false] }

function ruleSchema(rule: AnyRule): object {
  const options = Object.entries(rule.options ?? {}).map(([name, option]) => [
    name,
    { description: option.about, ...option.schema },
  ])
  const properties = { severity: SEVERITY, ...Object.fromEntries(options) }
  return { description: rule.summary, anyOf: [SEVERITY, { type: 'object', properties, additionalProperties: false }] }
}
