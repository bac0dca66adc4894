import { type Exemption, hasLapsed } from '../engine/exemptions.ts'
import { RULES_URL } from '../engine/judge.ts'
import { type ActiveRule, type Admission, activeRules, reaches } from '../engine/policy.ts'
import type { ChosenProfile, RuleSettings } from '../engine/profiles.ts'
import type { AnyRule } from '../model/rule.ts'
import { literal, patternRegex } from './cel.ts'
import { CHECKS, type Check, LEFT } from './checks.ts'
import { type PodNames, podNames, podVariables, type Variable } from './pod-names.ts'

/** What is to be exported. */
export interface PolicyToExport {
  readonly profiles: readonly ChosenProfile[]
  readonly rules: Readonly<Record<string, RuleSettings>>
  readonly exemptions: readonly Exemption[]
  readonly admission: Admission
}

export interface ExportOptions {
  /** Milliseconds since 1970, for exemptions that lapse. */
  readonly now: number
  /** The namespaces to bind to; null for all but those of `UNBOUND`. */
  readonly namespaces: readonly string[] | null
  readonly failurePolicy: 'Fail' | 'Ignore'
}

/** Policies with their bindings, and what they do not say of the policy. */
export interface Exported {
  readonly objects: readonly object[]
  readonly left: readonly string[]
}

/** Where a policy that is wrong would stop the cluster itself. */
const UNBOUND = ['kube-system']

const FAULTS = 'variables.faults'

/** In characters: of a message of more than 5 KiB, nothing is told. Source: kubernetes/apiserver@v0.36.1:pkg/apis/cel/config.go. */
const LONGEST = 4000

/** What makes pods, and the sub-resources that change them. Source: kubernetes/api@v0.36.1. */
const RESOURCES = [
  {
    apiGroups: [''],
    apiVersions: ['v1'],
    resources: ['pods', 'pods/ephemeralcontainers', 'pods/resize', 'podtemplates', 'replicationcontrollers'],
  },
  { apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'] },
  { apiGroups: ['batch'], apiVersions: ['v1'], resources: ['jobs', 'cronjobs'] },
]

/**
 * The rules about pods of a policy as ValidatingAdmissionPolicies, which an API server enforces by itself: one for each pattern of
 * namespaces, and for what is refused and what is warned of. What an object had before an update is let through, as the webhook does.
 */
export function exportVap(rules: readonly AnyRule[], policy: PolicyToExport, options: ExportOptions): Exported {
  const left = new Set<string>()
  const { admission } = policy
  const earlier: string[] = []
  const objects: object[] = []
  const spaces = [...admission.namespaces, { pattern: null, profiles: undefined, denyAt: undefined, warnAt: undefined }]
  for (const [i, space] of spaces.entries()) {
    const { pattern, profiles = policy.profiles, denyAt = admission.denyAt, warnAt = admission.warnAt } = space
    const regex = pattern === null ? null : patternRegex(pattern)
    if (pattern !== null && regex === null) {
      left.add(
        `admission.namespaces: the pattern "${pattern}" cannot be expressed; nothing is exported, as other namespaces would get its rules`,
      )
      return { objects: [], left: [...left] }
    }
    const active = activeRules(
      rules.filter(({ about }) => about === 'pod'),
      { profiles, rules: policy.rules },
    )
    for (const [action, taken] of [
      ['Deny', (level: Level) => level !== 'off' && reaches(level, denyAt)],
      ['Warn', (level: Level) => level !== 'off' && !reaches(level, denyAt) && reaches(level, warnAt)],
    ] as const) {
      const exported = active.flatMap(rule => exportedRule(rule, taken, policy.exemptions, options.now, left))
      if (exported.length === 0) continue
      const name = `jhub-lint-${action.toLowerCase()}${pattern === null ? '' : `-${i + 1}`}`
      const conditions = [
        ...earlier.map(regex => `!${inNamespace(regex)}`),
        ...(regex === null ? [] : [inNamespace(regex)]),
      ]
      objects.push(policyObject(name, exported, conditions, options), bindingObject(name, action, options))
    }
    if (regex !== null) earlier.push(regex)
  }
  return { objects, left: [...left] }
}

type Level = ReturnType<ActiveRule['level']>

interface ExportedRule {
  /** The variable that tells what is wrong, in words. */
  readonly told: string
  readonly variables: readonly Variable[]
}

function exportedRule(
  { rule, options, level }: ActiveRule,
  taken: (level: Level) => boolean,
  exemptions: readonly Exemption[],
  now: number,
  left: Set<string>,
): ExportedRule[] {
  const counts = (situation?: string) => taken(level(situation))
  if (!situationsOf(rule).some(counts)) return []
  const make = CHECKS[rule.id]
  if (make === undefined) {
    left.add(`${rule.id}: it cannot be expressed`)
    return []
  }
  const spared: string[] = []
  for (const exemption of exemptions) {
    if (exemption.rules?.includes(rule.id) === false || hasLapsed(exemption, now)) continue
    const condition = sparing(exemption)
    if (condition === null) {
      const which = Object.keys(exemption.match).join(', ')
      left.add(
        `${rule.id}: it is not exported, since its exemption by ${which} cannot be expressed ("${exemption.reason}")`,
      )
      return []
    }
    if (exemption.expires !== null)
      left.add(`${rule.id}: its exemption lapses on ${exemption.expires}: export again by then`)
    spared.push(condition)
  }
  const note = LEFT[rule.id]
  if (note !== undefined) left.add(`${rule.id}: ${note}`)
  const name = rule.id.replaceAll('-', '_')
  const fields = rule.fields ?? []
  const after = expression(make({ pod: podNames(''), options, counts, fields }), podNames(''))
  const before = expression(make({ pod: podNames('_before'), options, counts, fields }), podNames('_before'))
  const [found, had] = [`variables.${name}`, `variables.${name}_before`]
  const told = `${name}_told`
  const news = `${found}.map(l, l.filter(m, !${had}.exists(b, m in b)).join('; ')).filter(t, t != '').join('; ')`
  return [
    {
      told: `variables.${told}`,
      variables: [
        { name, expression: spared.length === 0 ? after : `(${spared.join(' || ')}) ? [] : ${after}` },
        { name: `${name}_before`, expression: before },
        {
          name: told,
          expression: `[${news}].filter(t, t != '').map(t, t + ${literal(` [${rule.id}]: ${rule.advice}`)})`,
        },
      ],
    },
  ]
}

/** All situations that a rule tells apart; undefined for a rule that tells none apart. */
function situationsOf({ severity }: AnyRule): (string | undefined)[] {
  if (typeof severity === 'string') return [undefined]
  const named = Object.values(severity).flatMap(levels => (typeof levels === 'string' ? [] : Object.keys(levels)))
  return named.length === 0 ? [undefined] : [...new Set(named)]
}

function expression(check: Check, { containers, contexts }: PodNames): string {
  if ('context' in check) return `${contexts}.map(c, ${check.context})`
  const parts: string[] = []
  if ('each' in check)
    parts.push(`${'over' in check && check.over === 'contexts' ? contexts : containers}.map(c, ${check.each})`)
  if ('pod' in check) parts.push(`[${check.pod}]`)
  return parts.join(' + ')
}

/** When an exemption spares a whole request; null where that depends on more than the request says. */
function sparing({ match }: Exemption): string | null {
  const conditions: string[] = []
  for (const [key, glob] of Object.entries(match)) {
    const regexes = glob.patterns.map(patternRegex)
    const known = regexes.filter(regex => regex !== null)
    if (known.length < regexes.length) return null
    const fits = (text: string) => `(${known.map(regex => `${text}.matches(${literal(regex)})`).join(' || ')})`
    const user = 'request.userInfo.username'
    const account = "'system:serviceaccount:' + request.namespace + ':'"
    if (key === 'namespace') conditions.push(fits('request.namespace'))
    else if (key === 'user') conditions.push(fits(user))
    else if (key === 'serviceAccount')
      conditions.push(`(${user}.startsWith(${account}) && ${fits(`${user}.substring(size(${account}))`)})`)
    else return null
  }
  return conditions.length === 0 ? 'true' : `(${conditions.join(' && ')})`
}

function inNamespace(regex: string): string {
  return `request.namespace.matches(${literal(regex)})`
}

function policyObject(
  name: string,
  rules: readonly ExportedRule[],
  conditions: readonly string[],
  { failurePolicy }: ExportOptions,
) {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name, labels: LABELS },
    spec: {
      failurePolicy,
      matchConstraints: {
        resourceRules: RESOURCES.map(resources => ({ ...resources, operations: ['CREATE', 'UPDATE'] })),
      },
      ...(conditions.length === 0
        ? {}
        : { matchConditions: conditions.map((expression, i) => ({ name: `namespace-${i + 1}`, expression })) }),
      variables: [
        ...podVariables('', 'object', null),
        ...podVariables('_before', 'oldObject', "request.operation == 'UPDATE'"),
        ...rules.flatMap(({ variables }) => variables),
        { name: 'faults', expression: rules.map(({ told }) => told).join(' + ') },
      ],
      validations: [
        {
          // one for all rules: of several, an API server tells only the first that fails
          expression: `${FAULTS}.size() == 0`,
          messageExpression: `[${FAULTS}.join('; ')].map(t, t.size() > ${LONGEST} ? t.substring(0, ${LONGEST}) + ' …' : t)[0]`,
          message: `jhub-lint finds more faults than a message can tell: see ${RULES_URL}`,
          reason: 'Forbidden',
        },
      ],
    },
  }
}

function bindingObject(name: string, action: string, { namespaces }: ExportOptions) {
  const selector =
    namespaces === null
      ? { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: UNBOUND }
      : { key: 'kubernetes.io/metadata.name', operator: 'In', values: namespaces }
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name, labels: LABELS },
    spec: {
      policyName: name,
      validationActions: [action],
      matchResources: { namespaceSelector: { matchExpressions: [selector] } },
    },
  }
}

const LABELS = { 'app.kubernetes.io/managed-by': 'jhub-lint' }
