import { Opaque } from '../../model/traced.ts'

/** A class that the Python in the values defines: what it inherits is known, what it does is not. */
export class LocalClass extends Opaque {
  /** Its own name, which is also the configuration section it reads: `c.<name>`. */
  readonly name: string
  /** Dotted paths of the imported classes it descends from, in the order of inheritance. */
  readonly bases: readonly string[]
  /** Local classes on the way there, nearest first: sections it reads too. */
  readonly localBases: readonly string[]
  /** Whether every class it descends from is known. */
  readonly basesKnown: boolean
  /** The methods and attributes that it or a local base defines. */
  readonly overrides: readonly string[]

  constructor(
    name: string,
    inherited: Pick<LocalClass, 'bases' | 'localBases' | 'basesKnown'>,
    overrides: readonly string[],
  ) {
    super('it is a class defined in Python')
    this.name = name
    this.bases = inherited.bases
    this.localBases = inherited.localBases
    this.basesKnown = inherited.basesKnown
    this.overrides = overrides
  }
}
