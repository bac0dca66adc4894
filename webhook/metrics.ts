import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Outcome } from './review.ts'

/** Why a request was not answered with a verdict. */
export type Failure = 'malformed' | 'content_type' | 'too_large' | 'slow_body' | 'overloaded' | 'late' | 'internal'

/** What metrics ask for when they are read. */
export interface Readings {
  readonly bodyBytes: () => number
  readonly waiting: () => number
  readonly policy: () => Reload
  /** Null where there is no certificate. */
  readonly certificate: () => (Reload & { readonly expires: number }) | null
}

/** The state of something that is read again when it changes; times in milliseconds since 1970. */
export interface Reload {
  readonly loadedAt: number
  readonly refused: boolean
}

/** What the webhook counts, for Prometheus. */
export class Metrics {
  readonly registry = new Registry()
  /** Reviews answered, by verdict: counted here, since a labelled counter takes as long as some rules. */
  private readonly reviews: Record<Outcome['verdict'], number> = { untouched: 0, clean: 0, warned: 0, denied: 0 }
  private readonly findings: Counter<'rule' | 'action'>
  private readonly failures: Counter<'reason'>
  private readonly duration: Histogram

  constructor(readings: Readings) {
    const registers = [this.registry]
    collectDefaultMetrics({ register: this.registry })
    const { reviews } = this
    new Counter({
      ...{ name: 'jhub_lint_reviews_total', help: 'Reviews answered, by verdict', labelNames: ['verdict'], registers },
      collect() {
        this.reset()
        for (const [verdict, count] of Object.entries(reviews)) this.inc({ verdict }, count)
      },
    })
    this.findings = new Counter({
      name: 'jhub_lint_findings_total',
      help: 'Findings of reviews, by rule and by what became of them',
      ...{ labelNames: ['rule', 'action'], registers },
    })
    this.failures = new Counter({
      name: 'jhub_lint_failures_total',
      help: 'Requests that failed, so that failurePolicy decided about them, by reason',
      ...{ labelNames: ['reason'], registers },
    })
    this.duration = new Histogram({
      name: 'jhub_lint_review_duration_seconds',
      help: 'From the head of a request to its answer',
      ...{ buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5], registers },
    })
    this.gauge('jhub_lint_body_bytes', 'Bytes of bodies that are in memory', readings.bodyBytes)
    this.gauge('jhub_lint_waiting_reviews', 'Reviews that wait for a thread', readings.waiting)
    this.gauge(
      'jhub_lint_policy_loaded_timestamp_seconds',
      'When the policy in force was read',
      () => readings.policy().loadedAt / 1000,
    )
    this.gauge('jhub_lint_policy_refused', 'Whether the policy file as it is now was refused', () =>
      Number(readings.policy().refused),
    )
    if (readings.certificate() === null) return
    const certificate = () => readings.certificate() ?? { loadedAt: 0, refused: false, expires: 0 }
    this.gauge(
      'jhub_lint_certificate_loaded_timestamp_seconds',
      'When the certificate in use was read',
      () => certificate().loadedAt / 1000,
    )
    this.gauge(
      'jhub_lint_certificate_expiry_timestamp_seconds',
      'When the certificate in use expires',
      () => certificate().expires / 1000,
    )
    this.gauge('jhub_lint_certificate_refused', 'Whether the certificate files as they are now were refused', () =>
      Number(certificate().refused),
    )
  }

  private gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      ...{ name, help, registers: [this.registry] },
      collect() {
        this.set(read())
      },
    })
  }

  /** Counts an answer. */
  answered({ verdict, denied, warned, exempted }: Outcome, milliseconds: number): void {
    this.reviews[verdict] += 1
    this.duration.observe(milliseconds / 1000)
    for (const { rule } of denied) this.findings.inc({ rule, action: 'denied' })
    for (const { rule } of warned) this.findings.inc({ rule, action: 'warned' })
    for (const { rule } of exempted) this.findings.inc({ rule, action: 'exempted' })
  }

  /** Counts a request that failed. */
  failed(reason: Failure): void {
    this.failures.inc({ reason })
  }
}
