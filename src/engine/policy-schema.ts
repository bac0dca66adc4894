import { SEVERITIES } from '../model/finding.ts'
import { type AnyRule, PROFILES } from '../model/rule.ts'
import { MATCHABLE } from './exemptions.ts'

/** Editors offer ours; own ones are known only to the whole policy. */
const PROFILE = { title: 'the name of a profile', type: 'string', pattern: '\\S', examples: [...PROFILES] }

const PROFILE_LIST = {
  description: 'Sets of severities and limits, ours or own ones; of several, the most severe counts.',
  type: 'array',
  items: PROFILE,
  minItems: 1,
}

const ADMISSION = {
  denyAt: {
    description: 'From which severity on a request is refused. Default: error.',
    enum: [...SEVERITIES, 'never'],
  },
  warnAt: { description: 'From which severity on the answer warns. Default: warning.', enum: [...SEVERITIES, 'never'] },
}

const FILE = { type: 'string', minLength: 1 }

const RELEASE = {
  type: 'object',
  properties: {
    name: {
      description:
        'What the hub is called. With placeholders such as {hub}, which its files have too: one release for each match.',
      type: 'string',
      pattern: '\\S',
    },
    chart: {
      description: 'jupyterhub@3.3.8, or the folder or archive of a chart, also of one around the jupyterhub chart.',
      ...FILE,
    },
    key: { description: "Where the hub's values are: jupyterhub, basehub.jupyterhub, or . for the root.", ...FILE },
    values: {
      description:
        "The values files in Helm's order, from the folder of the policy file; also patterns such as config/*.yaml.",
      type: 'array',
      items: {
        anyOf: [
          FILE,
          {
            type: 'object',
            properties: {
              file: FILE,
              encrypted: { description: 'Only those who deploy can read it.', type: 'boolean' },
              optional: { description: 'A release may be without it.', type: 'boolean' },
            },
            required: ['file'],
            additionalProperties: false,
          },
        ],
      },
    },
    set: { description: 'Values of the hub on top, by path below the key, as --set writes it.', type: 'object' },
  },
  required: ['name', 'values'],
  additionalProperties: false,
}

/** The JSON schema of a policy file, with the options of these rules. */
export function policySchema(rules: readonly AnyRule[]) {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Policy of jhub-lint (.jhub-lint.yaml)',
    type: 'object',
    properties: {
      profiles: PROFILE_LIST,
      ownProfiles: {
        description: 'Profiles of your own, by name.',
        type: 'object',
        additionalProperties: {
          type: 'object',
          properties: {
            extends: {
              description:
                'The profile or profiles that it begins with; without one, all rules are off that it does not name.',
              anyOf: [PROFILE, { type: 'array', items: PROFILE, minItems: 1 }],
            },
            rules: { $ref: '#/definitions/rules' },
          },
          additionalProperties: false,
        },
      },
      rules: { $ref: '#/definitions/rules' },
      chartVersion: { description: 'The version of the jupyterhub chart, where no flag says another.', type: 'string' },
      releases: {
        description: 'Which files make which hub.',
        type: 'array',
        items: RELEASE,
      },
      exemptions: {
        description: 'Findings to live with, each with its reason.',
        type: 'array',
        items: exemptionSchema(rules),
      },
      admission: {
        description: 'What the webhook does about findings.',
        type: 'object',
        properties: {
          ...ADMISSION,
          namespaces: {
            description: 'Namespaces, by pattern, where something else holds; the most specific pattern counts.',
            type: 'object',
            additionalProperties: {
              type: 'object',
              properties: { profiles: PROFILE_LIST, ...ADMISSION },
              additionalProperties: false,
            },
          },
        },
        additionalProperties: false,
      },
    },
    additionalProperties: false,
    definitions: {
      rules: {
        description: 'By rule: a severity, or a severity and options.',
        type: 'object',
        properties: Object.fromEntries(rules.map(rule => [rule.id, ruleSchema(rule)])),
        additionalProperties: false,
      },
    },
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

function exemptionSchema(rules: readonly AnyRule[]): object {
  const ids = { enum: rules.map(({ id }) => id) }
  const patterns = { anyOf: [PATTERN, { type: 'array', items: PATTERN, minItems: 1 }] }
  const match = Object.entries(MATCHABLE).map(([name, about]) => [
    name,
    { description: `Patterns for ${about}.`, ...patterns },
  ])
  return {
    type: 'object',
    properties: {
      rule: {
        description: 'A rule, or several; all of them where none is named.',
        anyOf: [ids, { type: 'array', items: ids, minItems: 1 }],
      },
      match: {
        description: 'What it is narrowed to: all that are named must fit.',
        type: 'object',
        properties: Object.fromEntries(match),
        additionalProperties: false,
        minProperties: 1,
      },
      reason: { description: 'Why, for those who read this later.', type: 'string', pattern: '\\S' },
      expires: {
        description: 'The day from which on it counts no more, by UTC.',
        type: 'string',
        pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
      },
    },
    required: ['reason'],
    anyOf: [{ required: ['rule'] }, { required: ['match'] }],
    additionalProperties: false,
  }
}

const PATTERN = { type: 'string', minLength: 1 }
