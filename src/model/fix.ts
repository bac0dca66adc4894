import type { Fix } from './finding.ts'
import type { View } from './view.ts'

/** How YAML 1.1 writes truth values. Source: yaml.org/type/bool.html. */
const TRUTHS = { true: /^(?:true|yes|on|y)$/i, false: /^(?:false|no|off|n)$/i }

/** The other truth value in place of this one; undefined where no file holds it as such. */
export function switched(at: Pick<View, 'origin' | 'raw'>, setting: string): Fix | undefined {
  const { raw } = at
  const { written } = at.origin()
  if (typeof raw !== 'boolean' || written === undefined || !TRUTHS[raw ? 'true' : 'false'].test(written))
    return undefined
  return rewritten(at, String(!raw), `write ${setting}: ${!raw}`)
}

/** Another text in place of a number or truth value; undefined where no file holds it as such. */
export function rewritten(at: Pick<View, 'origin'>, text: string, description: string): Fix | undefined {
  const { by, span, object, written } = at.origin()
  if (by !== 'file' || object !== undefined || span === null || written === undefined) return undefined
  // the place is that of the value alone, not of a key or of what stands around it
  const isWhole = span.line === span.endLine && span.endColumn - span.column === written.length
  return isWhole ? { description, edits: [{ location: span, text }] } : undefined
}
