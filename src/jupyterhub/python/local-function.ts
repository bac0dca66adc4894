import { Opaque, type Traced } from '../../model/traced.ts'

/** A function that the Python in the values defines; as a setting, the hub calls it for each user or server. */
export class LocalFunction extends Opaque {
  /** Its own name, or `a lambda`. */
  readonly name: string
  readonly isAsync: boolean
  private readonly result: () => Traced | null
  private returned: Traced | null | undefined

  /** `result` works out what it returns, which takes its time and is seldom asked for. */
  constructor(name: string, isAsync: boolean, result: () => Traced | null) {
    super('it is a function')
    this.name = name
    this.isAsync = isAsync
    this.result = result
  }

  /** What it returns whatever it is called with; null where that depends on the call, or cannot be known. */
  get returns(): Traced | null {
    if (this.returned === undefined) this.returned = this.result()
    return this.returned
  }
}
