import { afterAll, describe, inject } from 'vitest'
import { Cluster } from './cluster.ts'

/** Tests that need an API server; skipped where there is none. */
export function onCluster(name: string, tests: (cluster: Cluster) => void): void {
  const access = inject('access')
  if (access === null) {
    describe.skip(name, () => {})
    return
  }
  describe(name, () => {
    const cluster = new Cluster(access)
    afterAll(() => cluster.close())
    tests(cluster)
  })
}

/** Whether a request was refused by the webhook, and not by the API server itself. */
export function refused({ code, body }: { code: number; body: { message?: string } | null }): boolean {
  return code === 403 && (body?.message ?? '').startsWith('admission webhook "')
}
