import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster, Sent } from './cluster.ts'

/** Requests that are sent again and again, until `stop`. */
export interface Load {
  /** How many were answered, and the answers that nobody expected. */
  stop(): Promise<{ readonly count: number; readonly unexpected: readonly string[] }>
}

/** Asks for an object in dry runs, several clients at a time; `expected` says which answers are as they should be. */
export function load(
  cluster: Cluster,
  namespace: string,
  object: Sent,
  expected: (code: number, message: string) => boolean,
  clients = 8,
): Load {
  let going = true
  let count = 0
  const unexpected: string[] = []
  const client = async () => {
    while (going) {
      const { code, message } = await cluster.create(namespace, object, { dryRun: true }).then(
        answer => ({ code: answer.code, message: answer.body?.message ?? '' }),
        (error: Error) => ({ code: 0, message: error.message }),
      )
      count += 1
      if (!expected(code, message)) unexpected.push(`${code}: ${message}`)
      await sleep(5)
    }
  }
  const all = Promise.all(Array.from({ length: clients }, client))
  return {
    async stop() {
      going = false
      await all
      return { count, unexpected: [...new Set(unexpected)] }
    },
  }
}
