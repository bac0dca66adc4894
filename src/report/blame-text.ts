import type { Origin } from '../model/origin.ts'
import { isSecretPath } from '../model/secret.ts'
import type { View } from '../model/view.ts'
import type { Paint } from './report.ts'
import { maskLine } from './secrets.ts'

/** How `blame` prints values. */
export interface BlameStyle {
  readonly paint: Paint
  /** Whether defaults that nobody spoke of are shown too. */
  readonly all: boolean
  /** A value as YAML, with a newline at its end. */
  yaml(value: unknown): string
}

/** A line of YAML, and who wrote what stands on it; null where that is said further down. */
interface Line {
  readonly author: string | null
  readonly text: string
}

/** The effective values as YAML with their authors in the margin; secrets are masked. */
export function blameText(values: View, style: BlameStyle): string {
  const hidden = { count: 0, name: '' }
  const shown = linesOf(values, origin => {
    const isHidden = !style.all && isDefault(origin)
    if (isHidden) {
      hidden.count += 1
      hidden.name = origin.name
    }
    return !isHidden
  })
  const width = Math.max(0, ...shown.map(({ author }) => author?.length ?? 0))
  const lines = shown.map(({ author, text }) => `${style.paint.faint((author ?? '').padEnd(width))}  ${text}\n`)
  const rest = hidden.count === 0 ? '' : `${hidden.count} defaults of ${hidden.name} are left out; --all shows them`
  return lines.join('') + (rest === '' ? '' : `${style.paint.faint(rest)}\n`)

  function linesOf(view: View, wanted: (origin: Origin) => boolean): Line[] {
    const children = view.isMap ? [...view.entries()].map(([, child]) => child as View) : [...view.each()]
    return children.flatMap(child => {
      const key = child.path.at(-1)
      const lead = typeof key === 'number' ? '- ' : `${style.yaml({ [String(key)]: 0 }).replace(/ 0\n$/, '')} `
      const isBranch = (child.isMap && child.keys().length > 0) || [...child.each()].length > 0
      if (!isBranch) {
        const origin = child.origin()
        return wanted(origin) ? leafLines(lead, child, origin) : []
      }
      const inner = linesOf(child, wanted).map(({ author, text }) => ({ author, text: `  ${text}` }))
      const [first, ...others] = inner
      if (first === undefined) return []
      // the first line of an item stands on the line of its dash
      if (typeof key === 'number') return [{ ...first, text: `- ${first.text.slice(2)}` }, ...others]
      return [{ author: null, text: lead.trimEnd() }, ...inner]
    })
  }

  function leafLines(lead: string, leaf: View, origin: Origin): Line[] {
    const isSecret = isSecretPath(leaf.path) && leaf.text !== undefined && leaf.text !== ''
    const [first = '', ...others] = (isSecret ? '********' : style.yaml(leaf.raw)).trimEnd().split('\n')
    const author = authorOf(origin)
    return [
      { author, text: maskLine(`${lead}${first}`) },
      ...others.map(line => ({ author: null, text: maskLine(`  ${line}`.trimEnd()) })),
    ]
  }
}

/** Who wrote a value, as the margin has it: `config.yaml:12`, `--set cull.enabled`, `default of jupyterhub 4.4.0`. */
export function authorOf({ by, name, span }: Origin): string {
  if (by === 'file' && span !== null) return `${span.file}:${span.line}`
  return by === 'chart' || by === 'platform' ? `default of ${name}` : name
}

function isDefault({ by, name }: Origin): boolean {
  return by === 'nobody' || (by === 'chart' && name.startsWith('jupyterhub '))
}
