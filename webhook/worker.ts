// Judges what takes long, in a thread of its own: configurations of hubs, and large objects.
import { parentPort, workerData } from 'node:worker_threads'
import { loadPython } from '../src/jupyterhub/python/syntax/grammar.ts'
import { benchOf, loadCharts, type PolicyText } from './bench.ts'
import { until } from './deadline.ts'
import { requestIn } from './request.ts'
import { type Bench, type Outcome, review } from './review.ts'

/** What the main thread asks. */
export type Question =
  | { readonly kind: 'policy'; readonly policy: PolicyText }
  | { readonly kind: 'review'; readonly id: number; readonly body: Uint8Array; readonly milliseconds: number }

/** What this thread answers. */
export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'outcome'; readonly id: number; readonly outcome: Outcome }
  | { readonly kind: 'malformed'; readonly id: number; readonly message: string }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string; readonly outOfTime: boolean }

const port = parentPort
if (port === null) throw new Error('this file is run as a worker')
const say = (answer: Answer) => port.postMessage(answer)

loadCharts()
let bench: Promise<Bench> = prepare(workerData as PolicyText)

async function prepare(policy: PolicyText): Promise<Bench> {
  await loadPython()
  return benchOf(policy)
}

port.on('message', async (question: Question) => {
  if (question.kind === 'policy') {
    bench = prepare(question.policy)
    return
  }
  const { id, body, milliseconds } = question
  const pause = until(performance.now() + milliseconds)
  const request = parsed(body)
  if (typeof request === 'string') {
    say({ kind: 'malformed', id, message: request })
    return
  }
  try {
    say({ kind: 'outcome', id, outcome: review(request, await bench, pause) })
  } catch (error) {
    const outOfTime = error instanceof Error && error.name === 'OutOfTime'
    say({
      kind: 'failed',
      id,
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      outOfTime,
    })
  }
})

function parsed(body: Uint8Array) {
  try {
    return requestIn(JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString()))
  } catch {
    return 'the body is not JSON'
  }
}

bench.then(() => say({ kind: 'ready' }))
