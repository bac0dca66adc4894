import type { Path } from '../model/path.ts'
import { printPath } from '../model/path.ts'
import { isSecretPath } from '../model/secret.ts'
import type { View } from '../model/view.ts'
import { authorOf } from './blame-text.ts'
import { type Leaf, leaves } from './leaves.ts'
import type { Paint } from './report.ts'
import { maskLine } from './secrets.ts'

/** A path at which two hubs have different values; where one has none, its leaf says who took it away, or nobody. */
export interface Difference {
  readonly path: Path
  readonly one: Leaf
  readonly other: Leaf
}

/** Where the values of two hubs differ, in the order of the first. */
export function differences(one: View, other: View): Difference[] {
  const byPath = (view: View) =>
    new Map([...leaves(view)].map(leaf => [JSON.stringify(relative(leaf.path, view)), leaf]))
  const [left, right] = [byPath(one), byPath(other)]
  return [...new Set([...left.keys(), ...right.keys()])].flatMap(key => {
    const path = JSON.parse(key) as Path
    const [a, b] = [left.get(key) ?? absent(one, path), right.get(key) ?? absent(other, path)]
    return JSON.stringify(a.value.raw) === JSON.stringify(b.value.raw) ? [] : [{ path, one: a, other: b }]
  })
}

function absent(view: View, path: Path): Leaf {
  const value = view.down(path)
  return { path: value.path, value, origin: value.origin() }
}

/** Two hubs may have their values under different keys. */
function relative(path: Path, root: View): Path {
  return path.slice(root.path.length)
}

/** The differences of two hubs, each with both values and who set them; secrets are masked. */
export function differencesText(found: readonly Difference[], paint: Paint): string {
  return found
    .map(({ path, one, other }) => {
      const name = printPath(path)
      return `${paint.strong(name)}\n${side('-', name, one, paint)}${side('+', name, other, paint)}`
    })
    .join('')
}

function side(sign: string, name: string, leaf: Leaf, paint: Paint): string {
  const author = leaf.origin.by === 'nobody' ? '' : `  ${paint.faint(authorOf(leaf.origin))}`
  if (leaf.value.raw === undefined) return `  ${sign} not set${author}\n`
  const isSecret = isSecretPath(leaf.path) && leaf.value.text !== undefined && leaf.value.text !== ''
  // what the line would mask is known by its key
  const shown = maskLine(`${name}: ${JSON.stringify(leaf.value.raw)}`).slice(name.length + 2)
  return `  ${sign} ${isSecret ? '********' : shown}${author}\n`
}
