import type { HubDescription } from './hub-description.ts'
import { type Fact, type PodFacts, podFacts } from './pod-facts.ts'
import type { Paint } from './report.ts'

/** What the pods are, as a heading. */
export function podsTitle({ pods }: HubDescription): string {
  if (pods.length === 0) return 'No pod that users get can be told'
  if (pods.every(({ spawns }) => !spawns)) return 'No pod is ever made; this is what can be told of it'
  return pods.length === 1 ? 'The pod that users get' : `The ${pods.length} pods that users may get`
}

interface Known extends PodFacts {
  readonly subject: string
  readonly isDefault: boolean
}

/** What the pods of a hub run and may do: what they have in common first, then what each has besides. */
export function podLines({ pods }: HubDescription, paint: Paint): string[] {
  const known = pods.map(({ subject, pod, default: isDefault }) => ({ subject, isDefault, ...podFacts(pod) }))
  const [first, ...others] = known
  if (first === undefined) return []
  if (others.length === 0) return [first.image, ...words(first.facts, paint)].map(fact => `  - ${fact}`)
  const shared = first.facts.filter(fact => others.every(({ facts }) => has(facts, fact)))
  return [
    ...(shared.length > 0 ? [`  each: ${words(shared, paint).join(', ')}`] : []),
    ...known.map(pod => {
      const profile = known.find(({ subject }) => pod.subject.startsWith(`${subject.slice(0, -1)}, `))
      if (profile !== undefined) return `      ${choiceOf(pod, profile)}: ${differences(pod, profile, paint)}`
      const own = words(
        pod.facts.filter(fact => !has(shared, fact)),
        paint,
      )
      return `  - ${nameOf(pod)}: ${[pod.image, ...own].join(', ')}${pod.isDefault ? paint.faint(' (default)') : ''}`
    }),
  ]
}

/** What a choice makes of the pod of its profile. */
function differences(pod: Known, profile: Known, paint: Paint): string {
  const gained = pod.facts.filter(fact => !has(profile.facts, fact))
  const lost = profile.facts.filter(fact => fact.kind === null && !has(pod.facts, fact))
  const all = [
    ...(pod.image === profile.image ? [] : [pod.image]),
    ...words(gained, paint),
    ...lost.map(({ text }) => `without ${text}`),
  ]
  return all.join(', ') || paint.faint('the same')
}

function has(facts: readonly Fact[], { text }: Fact): boolean {
  return facts.some(fact => fact.text === text)
}

function words(facts: readonly Fact[], paint: Paint): string[] {
  return facts.map(({ text }) => loud(text, paint))
}

function nameOf({ subject }: Known): string {
  return /^user pod \(profile "(.*)"\)$/s.exec(subject)?.[1] ?? subject
}

/** `Image "R"`, without the name of the profile, which stands above it. */
function choiceOf({ subject }: Known, profile: Known): string {
  return subject.slice(profile.subject.length + 1, -1)
}

/** What an admin should not overlook. */
function loud(fact: string, paint: Paint): string {
  if (fact.startsWith('privileged "block-cloud-metadata"')) return fact
  return /^(root|privileged|host|capabilities)/.test(fact) ? paint.error(fact) : fact
}
