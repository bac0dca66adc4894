import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { judge } from '../../src/engine/judge.ts'
import type { Pod } from '../../src/model/pod.ts'
import { type AnyRule, PROFILES } from '../../src/model/rule.ts'
import { traced } from '../../src/model/traced.ts'
import { View } from '../../src/model/view.ts'

const pods: { what: string }[] = readFileSync('fixtures/pod-security/verdicts.jsonl', 'utf8')
  .trimEnd()
  .split('\n')
  .map(line => JSON.parse(line))

/** What a rule says of all recorded pods, by the profile. */
function said(rule: AnyRule): string[] {
  const subjects = pods.map(({ what, ...pod }, i) => {
    const data = traced(pod, path => ({ by: 'object', name: `${i} ${what}`, path, span: null }))
    return { kind: 'pod', name: `${i} ${what}`, of: View.of<Pod>(data) } as const
  })
  return PROFILES.flatMap(profile =>
    judge([rule], subjects, { profiles: [profile], rules: {} }, 0).map(
      ({ message, author }) => `${profile}: ${author}: ${message}`,
    ),
  )
}

describe.each(rules.filter(rule => rule.fields !== undefined).map(rule => [rule.id, rule] as const))(
  '%s',
  (_, rule) => {
    test('misses nothing by being asked only about pods with its fields', () => {
      const { fields: _, ...always } = rule
      const whole = said(always as AnyRule)
      expect(said(rule)).toEqual(whole)
      // the recorded pods have no blocker
      if (rule.id !== 'privileged-metadata-blocker') expect(whole).not.toEqual([])
    })
  },
)
