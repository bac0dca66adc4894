import type { Enforcements } from '../src/engine/enforcement.ts'
import type { Fault } from '../src/engine/fault.ts'
import { Judge } from '../src/engine/judge.ts'
import { reaches } from '../src/engine/policy.ts'
import { SEVERITIES } from '../src/model/finding.ts'
import { printPath } from '../src/model/path.ts'
import { child } from '../src/model/traced.ts'
import type { Tools } from '../src/subjects/carried-values.ts'
import { type LiveObject, subjectsOf } from '../src/subjects/live-object.ts'
import { objectIn } from './objects.ts'
import { type AdmissionRequest, isJudged } from './request.ts'
import { denial, warnings } from './words.ts'

/** What a review needs beside the request. */
export interface Bench {
  readonly enforcements: Enforcements
  readonly tools: Tools
  /** Milliseconds since 1970, for exemptions that lapse. */
  now(): number
}

/** The answer to one request. Source: kubernetes/api@v0.36.1:admission/v1/types.go. */
export interface AdmissionResponse {
  readonly uid: string
  readonly allowed: boolean
  readonly status?: { readonly code: 403; readonly reason: 'Forbidden'; readonly message: string }
  readonly warnings?: readonly string[]
  readonly auditAnnotations?: Readonly<Record<string, string>>
}

/** What became of a request: the answer, and what metrics and logs say of it. No text of the object is in it beside the answer. */
export interface Outcome {
  readonly response: AdmissionResponse
  readonly verdict: 'untouched' | 'clean' | 'warned' | 'denied'
  readonly object: string
  readonly denied: readonly Reason[]
  readonly warned: readonly Reason[]
  readonly exempted: readonly Reason[]
}

export interface Reason {
  readonly rule: string
  readonly severity: string
  readonly path: string
}

/**
 * The whole decision about one request, with no server around it. What the object had before it was updated only warns: an
 * object that was bad can still be repaired, or taken down.
 *
 * Throws whatever a rule or `pause` throws; that is no verdict.
 */
export function review(request: AdmissionRequest, bench: Bench, pause: () => void = unhurried): Outcome {
  if (!isJudged(request)) return untouched(request)
  const object = objectIn(request)
  const subjects = subjectsOf(object, bench.tools)
  if (subjects.length === 0) return untouched(request)
  const { rules, exemptions, denyAt, least } = bench.enforcements(request.namespace)
  const now = exemptions.length === 0 ? 0 : bench.now()
  const judge = new Judge(rules, exemptions, { now, pause, threshold: least })
  const faults = judge.faults(subjects)
  if (faults.length === 0) return allowed(request, 'clean', object.name)
  const counting = faults.filter(({ by }) => by === null).sort(bySeverity)
  const grave = counting.filter(({ severity }) => reaches(severity, denyAt))
  const before = grave.length === 0 ? NONE : faultsBefore(request, judge, bench.tools)
  const denied = grave.filter(fault => !before.has(identity(fault, object)))
  const refused = new Set(denied)
  const warned = counting.filter(fault => !refused.has(fault))
  return outcome(request, object.name, { denied, warned, exempted: faults.filter(({ by }) => by !== null) })
}

function unhurried(): void {}

const NONE: ReadonlySet<string> = new Set()

function untouched(request: AdmissionRequest): Outcome {
  return allowed(request, 'untouched', '')
}

function allowed({ uid }: AdmissionRequest, verdict: Outcome['verdict'], object: string): Outcome {
  return { response: { uid, allowed: true }, verdict, object, denied: [], warned: [], exempted: [] }
}

/** What was wrong with the object that an update replaces. */
function faultsBefore(request: AdmissionRequest, judge: Judge, tools: Tools): ReadonlySet<string> {
  if (request.operation !== 'UPDATE' || request.oldObject === null) return NONE
  const old = objectIn(request, request.oldObject)
  return new Set(judge.faults(subjectsOf(old, tools)).map(fault => identity(fault, old)))
}

/** The same fault before and after an update: items of lists are known by their names, since their places may change. */
function identity({ rule, message, origin }: Fault, { object }: LiveObject): string {
  let value: unknown = origin.by === 'object' ? object.data : undefined
  const steps = origin.path.map(step => {
    value = child(value, step)
    const name = typeof step === 'number' ? child(value, 'name') : undefined
    return typeof name === 'string' ? `=${name}` : step
  })
  return [rule.id, message, ...steps].join('\0')
}

interface Sorted {
  readonly denied: readonly Fault[]
  readonly warned: readonly Fault[]
  readonly exempted: readonly Fault[]
}

function outcome({ uid }: AdmissionRequest, object: string, { denied, warned, exempted }: Sorted): Outcome {
  const isAllowed = denied.length === 0
  const told = warnings(warned)
  const annotations = Object.entries({ denied, warned, exempted })
    .filter(([, faults]) => faults.length > 0)
    .map(([key, faults]) => [key, [...new Set(faults.map(({ rule, severity }) => `${rule.id}=${severity}`))].join(',')])
  return {
    response: {
      uid,
      allowed: isAllowed,
      ...(isAllowed ? {} : { status: { code: 403, reason: 'Forbidden', message: denial(object, denied) } }),
      ...(told.length === 0 ? {} : { warnings: told }),
      ...(annotations.length === 0 ? {} : { auditAnnotations: Object.fromEntries(annotations) }),
    },
    verdict: !isAllowed ? 'denied' : warned.length > 0 ? 'warned' : 'clean',
    object,
    denied: denied.map(reason),
    warned: warned.map(reason),
    exempted: exempted.map(reason),
  }
}

function reason({ rule, severity, origin }: Fault): Reason {
  return { rule: rule.id, severity, path: printPath(origin.path) }
}

function bySeverity(a: Fault, b: Fault): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)
}
