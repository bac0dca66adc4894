import type { Container, Pod } from '../../../model/pod.ts'
import type { View } from '../../../model/view.ts'
import { isQualifiedName } from './names.ts'
import { amountOf } from './quantity.ts'
import { quoted, type Refusal, refusal } from './refusal.ts'

/** Amounts that Kubernetes does not take: no amounts, guarantees above limits, resources that nobody can have. */
export function* invalidResources(pod: View<Pod>): Generator<Refusal> {
  const { spec } = { spec: pod.at('spec') }
  for (const container of [...spec.at('initContainers').each(), ...spec.at('containers').each()])
    yield* invalidAmounts(container)
}

function* invalidAmounts(container: View<Container>): Generator<Refusal> {
  const resources = container.at('resources')
  const [limits, requests] = [resources.at('limits'), resources.at('requests')]
  let areAmounts = true
  for (const amounts of [limits, requests])
    for (const [name, amount] of amounts.entries()) {
      const reason = amount.isOpaque || !amount.isSet ? null : whyNot(name, amount)
      if (reason !== null) yield refusal(amount, reason)
      areAmounts &&= reason === null
    }
  if (areAmounts && !limits.isOpaque)
    for (const [name, request] of requests.entries()) yield* unequal(name, request, limits.at(name))
}

/** Resources of Kubernetes that need no domain before their name. */
const STANDARD = /^(?:cpu|memory|ephemeral-storage|hugepages-.+)$/

function whyNot(name: string, { raw }: View<unknown>): string | null {
  const amount = amountOf(raw)
  if (amount === undefined) return `${print(raw)} is no amount of ${name}`
  if (!STANDARD.test(name) && !(name.includes('/') && isQualifiedName(name)))
    return `${quoted(name)} is no resource: one that is not Kubernetes' own has a domain, as in nvidia.com/gpu`
  if (amount < 0) return `an amount of ${name} is negative`
  return isExtended(name) && !Number.isInteger(amount) ? `${name} comes in whole numbers only` : null
}

function* unequal(name: string, request: View<unknown>, limit: View<unknown>): Generator<Refusal> {
  if (request.isOpaque || limit.isOpaque) return
  const [asked, most] = [amountOf(request.raw), amountOf(limit.raw)]
  if (asked === undefined) return
  if (isWhole(name) && asked !== most)
    yield refusal(
      request,
      `the guarantee and the limit of ${name} must be the same (${print(request.raw)} and ${print(limit.raw)})`,
      limit,
    )
  else if (most !== undefined && asked > most)
    yield refusal(
      request,
      `it is guaranteed more ${name} (${print(request.raw)}) than its limit (${print(limit.raw)})`,
      limit,
    )
}

/** Resources of which nobody gets more than is asked for. */
function isWhole(name: string): boolean {
  return isExtended(name) || name.startsWith('hugepages-')
}

/** Source: kubernetes/kubernetes@v1.36.1:pkg/apis/core/v1/helper/helpers.go (`IsExtendedResourceName`). */
function isExtended(name: string): boolean {
  return name.includes('/') && !/^(?:[^/]*\.)?kubernetes\.io\//.test(name) && !name.startsWith('requests.')
}

/** Large numbers are bytes, which KubeSpawner made of units like these. */
const UNITS = [
  ['T', 2 ** 40],
  ['G', 2 ** 30],
  ['M', 2 ** 20],
] as const

function print(raw: unknown): string {
  if (raw === undefined) return 'none'
  if (typeof raw !== 'number') return typeof raw === 'object' ? 'this' : String(raw)
  const unit = UNITS.find(([, size]) => raw >= size)
  return unit === undefined ? String(raw) : `${Number((raw / unit[1]).toFixed(2))}${unit[0]}`
}
