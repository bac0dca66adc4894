import type { TestProject } from 'vitest/node'
import { type Access, startApiServer } from './api-server.ts'
import { apiServer, etcd, helm } from './programs.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How to reach the API server; null where there is none. */
    access: Access | null
  }
}

/** Starts one API server for all files of the suite; where that cannot be, says why, and the suite is skipped. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const had = { server: apiServer(), store: etcd(), helm3: helm(3), helm4: helm(4) }
  const missing = Object.values(had).flatMap(program => ('missing' in program ? [program.missing] : []))
  const { server, store } = had
  if (missing.length > 0 || 'missing' in server || 'missing' in store) {
    process.stdout.write(`skipped, as there is no API server to prove it on: ${missing.join('; ')}\n`)
    project.provide('access', null)
    return async () => {}
  }
  const { access, stop } = await startApiServer(server.program, store.program)
  project.provide('access', access)
  return stop
}
