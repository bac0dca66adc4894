import type { Path } from '../../model/path.ts'
import type { TextProblem } from '../../model/source.ts'
import { Opaque, type Traced } from '../../model/traced.ts'
import type { View } from '../../model/view.ts'
import { readEmbedded } from '../../read/embedded.ts'
import { mergeLayers } from '../../read/layers.ts'
import { applyFlags, type SetFlag } from '../../read/set-flags.ts'
import { flagParser } from '../../read/set-grammar.ts'
import { isFilledInLater, type ValuesFile } from './wanted.ts'

/** Puts the values of one release together, the lowest first, and keeps what could not be had. */
export class Assembly {
  private readonly helm: 3 | 4
  private whole: Traced
  private readonly read: string[] = []
  private readonly elsewhere = new Set<string>()

  /** `holder` is what has a place even where nobody wrote values. */
  constructor(holder: Traced, helm: 3 | 4) {
    this.helm = helm
    this.whole = { data: {}, origin: path => ({ ...holder.origin([]), by: 'nobody', name: 'nobody', path }) }
  }

  /** Lays values over what is there. Values of which nothing is known may say anything. */
  lay(layer: Traced): void {
    const { data } = layer
    if (data === undefined || data === null) return
    if (data instanceof Opaque || typeof data !== 'object' || Array.isArray(data))
      this.miss('a value that cannot be read here')
    else this.whole = mergeLayers([this.whole, layer])
  }

  /** Lays YAML over what is there that stands in a text; throws `Unreadable` where Helm cannot read it. */
  layText(text: string, holder: Traced, inClear: boolean): void {
    const read = readEmbedded(text, holder, inClear, 'helm')
    if ('traced' in read) this.lay(read.traced)
    else if (isFilledInLater(text)) this.miss('a text that is filled in before it is installed')
    else throw new Unreadable(read.problem)
  }

  /** Lays files over what is there. */
  layFile({ layers, file }: ValuesFile): void {
    this.read.push(file)
    for (const layer of layers) this.lay(layer)
  }

  /** Some values are said elsewhere, out of sight: in what is called so. */
  miss(name: string): void {
    this.elsewhere.add(name)
  }

  /** Sets one value as a flag of Helm would; its author is whoever wrote `at`. */
  set(flag: SetFlag, at: View): void {
    const flagged = applyFlags(this.whole, [flag], this.helm)
    if ('error' in flagged) {
      const message = `Helm cannot set this: ${flagged.error.replace(/^--[\w-]+ /, '')}`
      throw new Unreadable({ kind: 'unreadable', message, origin: at.origin() })
    }
    const { traced } = flagged
    this.whole = {
      data: traced.data,
      origin(path, part) {
        const origin = traced.origin(path, part)
        return origin.by === 'flag' && origin.span === null ? at.origin() : origin
      },
    }
  }

  /** As `set`, for a value that is there but out of sight. */
  setUnknown(name: string, at: View, why: string): void {
    const paths = this.pathsOf(name)
    for (const path of paths)
      if (path.every(step => typeof step === 'string'))
        this.lay({
          data: path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), new Opaque(why)),
          origin: () => at.origin(),
        })
      else this.miss(`the value of ${name}`)
    if (paths.length === 0) this.miss(`the value of ${name}`)
  }

  /** Where a flag that sets `name` puts its value; nowhere where Helm cannot read it. */
  pathsOf(name: string): Path[] {
    const paths: Path[] = []
    try {
      flagParser({ kind: 'set-string', text: `${name}=x` }, this.helm, path => paths.push(path)).into({})
    } catch {
      return []
    }
    return paths
  }

  result(): {
    readonly values: Traced
    readonly elsewhere: readonly string[]
    readonly files: readonly string[]
    readonly helm: 3 | 4
  } {
    return { values: this.whole, elsewhere: [...this.elsewhere], files: this.read, helm: this.helm }
  }
}

/** Values in an object that cannot be read: caught where hubs are declared. */
export class Unreadable extends Error {
  readonly problem: TextProblem

  constructor(problem: TextProblem) {
    super(problem.message)
    this.problem = problem
  }
}
