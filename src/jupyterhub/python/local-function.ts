import { Opaque, type Traced } from '../../model/traced.ts'

/** A function that the Python in the values defines; as a setting, the hub calls it for each user or server. */
export class LocalFunction extends Opaque {
  /** Its own name, or `a lambda`. */
  readonly name: string
  readonly isAsync: boolean
  /** What it returns whatever it is called with; null where that depends on the call, or cannot be known. */
  readonly returns: Traced | null

  constructor(name: string, isAsync: boolean, returns: Traced | null) {
    super('it is a function')
    this.name = name
    this.isAsync = isAsync
    this.returns = returns
  }
}
