import { printPath } from '../model/path.ts'
import type { View } from '../model/view.ts'
import { leaves } from './leaves.ts'
import type { Paint } from './report.ts'
import { isSecretPath, maskLine } from './secrets.ts'

/** The effective values, a leaf a line, with the author in front; secrets are masked. */
export function blameText(values: View, paint: Paint): string {
  const rows = [...leaves(values)].map(({ path, value, origin }) => {
    const author =
      origin.by === 'file' && origin.span !== null
        ? `${origin.span.file}:${origin.span.line}`
        : `default of ${origin.name}`
    const shown = isSecretPath(path) && value.text ? '********' : maskLine(JSON.stringify(value.raw) ?? '')
    return { author: origin.by === 'flag' ? origin.name : author, line: `${printPath(path)}: ${shown}` }
  })
  const width = Math.max(0, ...rows.map(({ author }) => author.length))
  return rows.map(({ author, line }) => `${paint.faint(author.padEnd(width))}  ${line}\n`).join('')
}
