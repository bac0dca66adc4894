/** What the webhook is told: flags, each also a variable of the environment. */
export interface Settings {
  readonly policy?: string
  readonly tlsCert?: string
  readonly tlsKey?: string
  readonly clientCa?: string
  readonly port: number
  readonly healthPort: number
  readonly logLevel: string
  readonly insecureHttp: boolean
  readonly memoryBudget: number
  readonly drain: number
}

/** The call is wrong, not the program: said in one line, exit 2. */
export class UsageError extends Error {}
