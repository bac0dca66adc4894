import { BodyRefused } from './budget.ts'
import { OutOfTime } from './deadline.ts'
import type { Failure } from './metrics.ts'
import { Malformed, TooBusy } from './workers.ts'

/** How a request fails. */
export interface Failed {
  readonly code: number
  readonly reason: string
  readonly failure: Failure
  /** Whether the API server may try again within its time. */
  readonly again?: boolean
}

/** How a request fails by an error: never with a verdict, so that failurePolicy decides. */
export function failureOf(error: Error & { readonly statusCode?: number }): Failed {
  if (error instanceof BodyRefused) {
    if (error.status === 413) return { code: 413, reason: 'RequestEntityTooLarge', failure: 'too_large' }
    if (error.status === 408) return { code: 408, reason: 'Timeout', failure: 'slow_body' }
    return { code: 503, reason: 'ServiceUnavailable', failure: 'overloaded', again: true }
  }
  if (error instanceof TooBusy) return { code: 503, reason: 'ServiceUnavailable', failure: 'overloaded', again: true }
  if (error instanceof OutOfTime) return { code: 504, reason: 'Timeout', failure: 'late' }
  if (error instanceof Malformed) return { code: 400, reason: 'BadRequest', failure: 'malformed' }
  if (error.statusCode === 415) return { code: 415, reason: 'UnsupportedMediaType', failure: 'content_type' }
  if (error.statusCode !== undefined && error.statusCode < 500)
    return { code: error.statusCode, reason: 'BadRequest', failure: 'malformed' }
  return { code: 500, reason: 'InternalError', failure: 'internal' }
}

/** What clients of Kubernetes show of a failed call, as JSON. */
export function status(code: number, reason: string, message: string): string {
  return JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `jhub-lint: ${message}`,
    reason,
    code,
  })
}
