import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { pino } from 'pino'
import manifest from '../package.json' with { type: 'json' }
import { PolicyMistake } from '../src/engine/written-policy.ts'
import { run } from './run.ts'
import { type Settings, UsageError } from './settings.ts'

const program = new Command('jhub-lint-webhook')
  .description('Refuses pods and hubs that the policy forbids, as a validating admission webhook of Kubernetes.')
  .version(manifest.version, '-V, --version')
  .addOption(option('--policy <file>', 'POLICY', 'the policy file; without it, the default policy'))
  .addOption(option('--tls-cert <file>', 'TLS_CERT', 'the certificate to show, as PEM; read again when it changes'))
  .addOption(option('--tls-key <file>', 'TLS_KEY', 'its key, as PEM'))
  .addOption(
    option('--client-ca <file>', 'CLIENT_CA', 'who signs the certificate that the API server must show, as PEM'),
  )
  .addOption(option('--port <number>', 'PORT', 'where reviews are answered').default(8443).argParser(portNumber))
  .addOption(
    option('--health-port <number>', 'HEALTH_PORT', 'where probes and metrics are answered, by plain HTTP')
      .default(8080)
      .argParser(portNumber),
  )
  .addOption(
    option('--log-level <level>', 'LOG_LEVEL', 'what is logged')
      .choices(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
      .default('info'),
  )
  .addOption(
    option('--insecure-http', 'INSECURE_HTTP', 'answer by plain HTTP, on the loopback address alone').default(false),
  )
  .addOption(
    option('--memory-budget <MiB>', 'MEMORY_BUDGET', 'memory for the bodies of all requests in flight')
      .default(96)
      .argParser(positive),
  )
  .addOption(option('--drain <seconds>', 'DRAIN', 'how long to serve on after SIGTERM').default(10).argParser(positive))
  .allowExcessArguments(false)
  .exitOverride()
  .configureOutput({ outputError: () => {} })

function option(flags: string, variable: string, about: string): Option {
  return new Option(flags, about).env(`JHUB_LINT_${variable}`)
}

function portNumber(written: string): number {
  const port = Number(written)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('it is no port')
  return port
}

function positive(written: string): number {
  const number = Number(written)
  if (!(number >= 0)) throw new InvalidArgumentError('it is no number')
  return number
}

async function main(): Promise<void> {
  const settings = program.parse().opts<Settings>()
  const log = pino({ level: settings.logLevel, base: null })
  await run(settings, log)
}

main().catch((error: unknown) => {
  if (error instanceof CommanderError && error.exitCode === 0) process.exit(0)
  const isUsage = error instanceof CommanderError || error instanceof UsageError || error instanceof PolicyMistake
  const system = (error as NodeJS.ErrnoException).syscall !== undefined
  const text =
    error instanceof Error ? (isUsage || system ? error.message.replace(/^error: /, '') : error.stack) : error
  process.stderr.write(`jhub-lint-webhook: ${text}\n`)
  process.exit(isUsage || system ? 2 : 3)
})
