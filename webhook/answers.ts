import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger } from 'fastify'
import { type Body, type Budget, readBody } from './budget.ts'
import { timeFor, until } from './deadline.ts'
import { failureOf, status } from './failures.ts'
import type { Metrics } from './metrics.ts'
import { mayTakeLong } from './objects.ts'
import { requestIn } from './request.ts'
import { type Bench, type Outcome, review } from './review.ts'
import { Malformed, type Workers } from './workers.ts'

/** A body up to this size, in bytes, is judged at once: a user pod has 10 kB. */
const SMALL = 64 * 1024

/** What answering needs of the world around it. */
export interface Surroundings {
  readonly bench: () => Bench
  readonly workers: Workers
  readonly budget: Budget
  readonly metrics: Metrics
  readonly log: FastifyBaseLogger
}

/** A request for a review; times in the clock of `performance.now`. */
interface Asked {
  readonly response: ServerResponse
  readonly came: number
  /** By when it must be answered. */
  readonly moment: number
}

/** Answers requests for reviews with what Node gives of them: fastify's router, hooks and replies would cost some 4 % of the time. */
export class Answers {
  private readonly surroundings: Surroundings

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings
  }

  /** Reads the review that a request brings, and answers it; throws nothing. */
  answer(request: IncomingMessage, response: ServerResponse): void {
    const came = performance.now()
    const asked = { response, came, moment: came + timeFor(/[?&]timeout=([^&]*)/.exec(request.url ?? '')?.[1]) }
    const length = Number(request.headers['content-length'])
    readBody(request, Number.isNaN(length) ? null : length, this.surroundings.budget, asked.moment, read => {
      if (read instanceof Error) this.fail(read, response, came)
      else this.judge(read, asked)
    })
  }

  private judge({ bytes, release }: Body, asked: Asked): void {
    const done = (outcome: Outcome) => {
      release()
      this.tell(outcome, asked)
    }
    const failed = (error: unknown) => {
      release()
      this.fail(error, asked.response, asked.came)
    }
    try {
      const small = bytes.length <= SMALL ? judgedHere(bytes, asked.moment, this.surroundings.bench()) : null
      if (small !== null) done(small)
      else this.surroundings.workers.judge(bytes, asked.moment).then(done, failed)
    } catch (error) {
      failed(error)
    }
  }

  private tell(outcome: Outcome, { response, came }: Asked): void {
    const { metrics, log } = this.surroundings
    metrics.answered(outcome, performance.now() - came)
    const {
      verdict,
      object,
      denied,
      response: { uid },
    } = outcome
    if (verdict === 'denied') log.info({ uid, object, denied }, 'denied')
    send(response, 200, `{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","response":${written(outcome)}}`)
  }

  /** Answers with an error; `came` is null where nobody would read the body. */
  fail(error: unknown, response: ServerResponse, came: number | null): void {
    const { metrics, log } = this.surroundings
    const thrown = error instanceof Error ? error : new Error(String(error))
    const { code, reason, failure, again } = failureOf(thrown)
    metrics.failed(failure)
    const milliseconds = came === null ? 0 : Math.round(performance.now() - came)
    if (failure === 'internal')
      log.error({ err: thrown, milliseconds }, 'a review failed; this is a defect of jhub-lint')
    else log.warn({ failure, milliseconds, why: thrown.message }, 'a review failed')
    if (again === true) response.setHeader('retry-after', '1')
    const message = failure === 'internal' ? 'jhub-lint could not judge this request; its log says why' : thrown.message
    send(response, code, status(code, reason, message))
  }
}

/** Answers with JSON, and ends the answer. */
export function send(response: ServerResponse, code: number, text: string): void {
  response.writeHead(code, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

/** The outcome of a small review; null for what takes longer. Throws `Malformed`. */
function judgedHere(bytes: Buffer, moment: number, bench: Bench): Outcome | null {
  const request = requestIn(parsed(bytes))
  if (typeof request === 'string') throw new Malformed(request)
  return mayTakeLong(request) ? null : review(request, bench, until(moment))
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    throw new Malformed('the body is not JSON')
  }
}

/** The response as JSON; nearly all say nothing but "allowed", and to write that out is faster. */
function written({ response, denied, warned, exempted }: Outcome): string {
  if (denied.length + warned.length + exempted.length > 0) return JSON.stringify(response)
  return `{"uid":${JSON.stringify(response.uid)},"allowed":true}`
}
