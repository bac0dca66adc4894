import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { benchOf, type PolicyText } from './bench.ts'
import { Budget } from './budget.ts'
import { type Certificate, type CertificateFiles, readCertificate, readNewCertificate } from './certificate.ts'
import { healthServer } from './health.ts'
import { Metrics } from './metrics.ts'
import { renew, validationServer } from './server.ts'
import { type Settings, UsageError } from './settings.ts'
import { Watched } from './watched.ts'
import { Workers } from './workers.ts'

/** How long a review that came before the end may take, in milliseconds: more than any API server waits by default. */
const LONGEST_REVIEW = 10_000

/** Runs the webhook until it is told to end. Throws `UsageError`, `PolicyMistake` or an error of the system where it cannot start. */
export async function run(settings: Settings, log: Logger): Promise<void> {
  const files = certificateFiles(settings)
  const servers: { app?: FastifyInstance } = {}
  let leaving = false

  const policy = await watchedPolicy(settings.policy, log, text => workers.adopt(text))
  const certificate =
    files === null ? null : await watchedCertificate(files, log, now => servers.app && renew(servers.app, now))
  const workers = new Workers(1, policy.current.text, error =>
    log.error({ err: error }, 'a thread for configurations was lost'),
  )
  const budget = new Budget(settings.memoryBudget * 1024 * 1024)
  const metrics = new Metrics({
    bodyBytes: () => budget.used,
    waiting: () => workers.queued,
    policy: () => ({ loadedAt: policy.loadedAt, refused: policy.refusal !== null }),
    certificate: () =>
      certificate === null
        ? null
        : {
            loadedAt: certificate.loadedAt,
            refused: certificate.refusal !== null,
            expires: certificate.current.validTo,
          },
  })
  const state = { bench: () => policy.current.bench, isLeaving: () => leaving, metrics }
  const reached = { certificate: certificate?.current ?? null, isLeaving: state.isLeaving }
  const app = validationServer(reached, { bench: state.bench, workers, budget, metrics, log })
  servers.app = app
  const health = healthServer({
    ...state,
    certificate: () => certificate?.current ?? null,
    canJudgeHubs: () => workers.isReady,
  })
  await listen(health, settings.healthPort, settings)
  await listen(app, settings.port, settings)
  log.info({ port: settings.port, healthPort: settings.healthPort, policy: settings.policy ?? null }, 'ready to answer')

  const leave = async () => {
    if (leaving) return
    leaving = true
    log.info({ seconds: settings.drain }, 'about to stop: serving on until nobody sends reviews here any more')
    await new Promise(resolve => setTimeout(resolve, settings.drain * 1000))
    // a connection on which nothing was ever asked counts as busy, and the API server opens some to have them at hand
    await Promise.race([app.close(), new Promise(resolve => setTimeout(resolve, LONGEST_REVIEW))])
    await health.close()
    policy.close()
    certificate?.close()
    await workers.close()
    log.info('stopped')
    log.flush()
    process.exit(0)
  }
  process.on('SIGTERM', leave)
  process.on('SIGINT', leave)
}

/** Opens a port on all addresses; where there is no IPv6, on those of IPv4. */
async function listen(app: FastifyInstance, port: number, { insecureHttp }: Settings): Promise<void> {
  if (insecureHttp) {
    await app.listen({ port, host: '127.0.0.1' })
    return
  }
  try {
    await app.listen({ port, host: '::' })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EAFNOSUPPORT' && code !== 'EADDRNOTAVAIL') throw error
    await app.listen({ port, host: '0.0.0.0' })
  }
}

/** Where the certificate is; null for plain HTTP. Throws `UsageError` where neither is said. */
function certificateFiles({ tlsCert, tlsKey, clientCa, insecureHttp }: Settings): CertificateFiles | null {
  if (tlsCert !== undefined && tlsKey !== undefined) return { cert: tlsCert, key: tlsKey, clientCa: clientCa ?? null }
  if (tlsCert !== undefined || tlsKey !== undefined) throw new UsageError('--tls-cert and --tls-key belong together')
  if (insecureHttp) return null
  throw new UsageError('there is no certificate: give --tls-cert and --tls-key (or, to try it out, --insecure-http)')
}

function watchedPolicy(file: string | undefined, log: Logger, adopt: (policy: PolicyText) => void) {
  const read = async () => {
    const text: PolicyText = { file: file ?? '', text: file === undefined ? null : await readFile(file, 'utf8') }
    return { text, bench: await benchOf(text) }
  }
  return Watched.open(file === undefined ? [] : [file], read, read, {
    adopted({ text }) {
      adopt(text)
      log.info({ policy: file }, 'the policy has changed')
    },
    refused: why => log.error({ why }, 'the policy has changed and is refused; the one before stays in force'),
  })
}

function watchedCertificate(files: CertificateFiles, log: Logger, adopt: (certificate: Certificate) => void) {
  const names = [files.cert, files.key, ...(files.clientCa === null ? [] : [files.clientCa])]
  return Watched.open(
    names,
    () => readCertificate(files),
    () => readNewCertificate(files),
    {
      adopted(certificate) {
        adopt(certificate)
        log.info({ validTo: new Date(certificate.validTo).toISOString() }, 'the certificate has changed')
      },
      refused: why => log.error({ why }, 'the certificate has changed and is refused; the one before stays in use'),
    },
  )
}
