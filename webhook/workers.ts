import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { PolicyText } from './bench.ts'
import { OutOfTime } from './deadline.ts'
import type { Outcome } from './review.ts'
import type { Answer, Question } from './worker.ts'

/** More reviews than these do not wait for a thread. */
const LONGEST_QUEUE = 64

/** A thread that needs more memory than this ends, and its review with it; in MiB. */
const HEAP = 512

/** How long after a thread that did not start another is tried, in milliseconds. */
const RESTART = 1000

/** So many reviews wait already that another would not be judged in time. */
export class TooBusy extends Error {}

/** The body is no review. */
export class Malformed extends Error {}

interface Job {
  readonly id: number
  readonly body: Buffer
  /** By when it must be done, in the clock of `performance.now`. */
  readonly moment: number
  readonly timer: NodeJS.Timeout
  resolve(outcome: Outcome): void
  reject(error: Error): void
}

/**
 * Judges in threads of their own what may take long, so that the reviews of pods need not wait for it. A review that is not done
 * in time ends with its thread, whatever it does; another thread takes its place.
 */
export class Workers {
  private policy: PolicyText
  private readonly waiting: Job[] = []
  private readonly threads = new Set<Thread>()
  private next = 0
  private readonly onLost: (error: Error) => void

  constructor(size: number, policy: PolicyText, onLost: (error: Error) => void) {
    this.policy = policy
    this.onLost = onLost
    for (let i = 0; i < size; i += 1) this.start()
  }

  /** Whether there is a thread that has started. */
  get isReady(): boolean {
    return [...this.threads].some(thread => thread.wasReady)
  }

  /** How many reviews wait for a thread. */
  get queued(): number {
    return this.waiting.length
  }

  /** Judges the review in a body; rejects with `OutOfTime`, `TooBusy`, `Malformed`, or what went wrong. */
  judge(body: Buffer, moment: number): Promise<Outcome> {
    if (this.waiting.length >= LONGEST_QUEUE) return Promise.reject(new TooBusy('too many reviews wait to be judged'))
    return new Promise((resolve, reject) => {
      const id = this.next
      this.next += 1
      const timer = setTimeout(() => this.giveUp(job), Math.max(0, moment - performance.now()))
      const job: Job = { id, body, moment, timer, resolve, reject }
      this.waiting.push(job)
      this.assign()
    })
  }

  /** From now on, reviews are judged by another policy. */
  adopt(policy: PolicyText): void {
    this.policy = policy
    for (const thread of this.threads) thread.ask({ kind: 'policy', policy })
  }

  async close(): Promise<void> {
    const threads = [...this.threads]
    this.threads.clear()
    await Promise.all(threads.map(thread => thread.end()))
  }

  private start(): void {
    const thread = new Thread(this.policy, {
      idle: () => this.assign(),
      lost: error => {
        if (!this.threads.delete(thread)) return
        this.onLost(error)
        // one that does not even start would be started again and again
        if (thread.wasReady) this.start()
        else setTimeout(() => this.start(), RESTART).unref()
      },
    })
    this.threads.add(thread)
  }

  private assign(): void {
    for (const thread of this.threads) {
      if (!thread.isIdle) continue
      const job = this.waiting.shift()
      if (job === undefined) return
      thread.take(job)
    }
  }

  private giveUp(job: Job): void {
    const at = this.waiting.indexOf(job)
    if (at >= 0) this.waiting.splice(at, 1)
    job.reject(new OutOfTime())
    for (const thread of this.threads) {
      if (thread.job !== job) continue
      this.threads.delete(thread)
      void thread.end()
      this.start()
    }
  }
}

interface Listener {
  idle(): void
  lost(error: Error): void
}

/** One thread, with the review that it judges. */
class Thread {
  job: Job | null = null
  wasReady = false
  private readonly worker: Worker
  private readonly listener: Listener

  constructor(policy: PolicyText, listener: Listener) {
    this.listener = listener
    this.worker = new Worker(join(__dirname, 'webhook-worker.cjs'), {
      workerData: policy,
      resourceLimits: { maxOldGenerationSizeMb: HEAP },
    })
    this.worker.on('message', (answer: Answer) => this.hear(answer))
    this.worker.on('error', error => this.fail(error instanceof Error ? error : new Error(String(error))))
    this.worker.on('exit', code => this.fail(new Error(`a thread ended with ${code}`)))
  }

  get isIdle(): boolean {
    return this.wasReady && this.job === null
  }

  ask(question: Question): void {
    this.worker.postMessage(question)
  }

  take(job: Job): void {
    this.job = job
    const { id, body, moment } = job
    const question: Question = { kind: 'review', id, body, milliseconds: moment - performance.now() }
    // what has memory of its own is handed over, not copied
    const owns = body.byteLength === body.buffer.byteLength && body.buffer instanceof ArrayBuffer
    this.worker.postMessage(question, owns ? [body.buffer] : [])
  }

  end(): Promise<number> {
    return this.worker.terminate()
  }

  private hear(answer: Answer): void {
    if (answer.kind === 'ready') this.wasReady = true
    else if (this.job?.id === answer.id) {
      const { job } = this
      this.job = null
      clearTimeout(job.timer)
      if (answer.kind === 'outcome') job.resolve(answer.outcome)
      else if (answer.kind === 'malformed') job.reject(new Malformed(answer.message))
      else job.reject(answer.outOfTime ? new OutOfTime() : new Error(answer.message))
    }
    this.listener.idle()
  }

  private fail(error: Error): void {
    const { job } = this
    this.job = null
    if (job !== null) {
      clearTimeout(job.timer)
      job.reject(error)
    }
    this.listener.lost(error)
  }
}
