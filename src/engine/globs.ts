import { isReference, parseImage } from '../model/image-reference.ts'
import type { Path } from '../model/path.ts'

/** Patterns of which one must fit: `*` within a name, `**` across slashes or, in paths, across steps. */
export interface Glob {
  /** As they are written. */
  readonly patterns: readonly string[]
  fits(text: string): boolean
  fitsImage(image: string): boolean
  fitsPath(path: Path): boolean
  /** Whether anything fits, also what is not known. */
  readonly fitsAll: boolean
}

/** Makes patterns into globs. */
export type Globs = (patterns: readonly string[]) => Glob

/** Loads the library for globs, which few policies need. */
export async function loadGlobs(): Promise<Globs> {
  const { default: picomatch } = await import('picomatch/posix.js')
  return patterns => {
    const fits = picomatch([...patterns], { dot: true })
    const paths = patterns.map(pattern => stepsOf(pattern).map(step => (step === '**' ? step : picomatch(step, DEEP))))
    return {
      patterns,
      fits,
      fitsImage: image => fits(image) || fits(inFull(image)),
      fitsPath: path => paths.some(steps => fitsSteps(steps, path)),
      fitsAll: patterns.some(pattern => pattern === '*' || pattern === '**'),
    }
  }
}

/** One step of a path is a name, slashes or not. */
const DEEP = { dot: true, bash: true }

/** An image with the registry and repository that its name stands for: `ubuntu:24.04` as `docker.io/library/ubuntu:24.04`. */
function inFull(image: string): string {
  const read = parseImage(image)
  return isReference(read) ? `${read.registry}/${read.repository}${image.slice(read.name.end)}` : image
}

/** The steps of a path as people write it: `a.b[0]["c.d"].**`. */
function stepsOf(pattern: string): string[] {
  return [...pattern.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[([^\]]*)\]|([^.[]+)/g)].map(
    ([, quoted, bracketed, plain]) => quoted?.replaceAll(/\\(.)/g, '$1') ?? bracketed ?? plain ?? '',
  )
}

type Step = '**' | ((text: string) => boolean)

function fitsSteps(steps: readonly Step[], path: Path): boolean {
  const [step, ...others] = steps
  if (step === undefined) return path.length === 0
  if (step !== '**') return path[0] !== undefined && step(String(path[0])) && fitsSteps(others, path.slice(1))
  return path.some((_, i) => fitsSteps(others, path.slice(i))) || fitsSteps(others, [])
}
