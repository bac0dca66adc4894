import { type EVENT_SCALAR, type Event, getScalarValue } from 'js-yaml'
import type { Style } from './nodes.ts'
import type { Parsed } from './parse.ts'

type Scalar = Event & { type: typeof EVENT_SCALAR }

/** The text that a scalar stands for, its escapes and line ends resolved. */
export function scalarText(event: Scalar, style: Style, parsed: Parsed): string {
  const { source } = parsed
  if (style === 'plain' || style === 'single' || style === 'double') {
    if (style === 'double' && parsed.apostrophes.length > 0) {
      const apostrophe = parsed.apostrophes.find(at => at > event.valueStart && at < event.valueEnd)
      if (apostrophe !== undefined) return aroundApostrophe(event, apostrophe, parsed)
    }
    return getScalarValue(source, parsed.joined ? { ...event, fast: false } : event)
  }
  const text = getScalarValue(source, event)
  // js-yaml ends the last line of a block, Go leaves it as it is
  const unfinished = event.valueEnd === source.length && !/[\r\n][ \t]*$/.test(source)
  return unfinished && text.endsWith('\n') ? text.slice(0, -1) : text
}

function aroundApostrophe(event: Scalar, at: number, parsed: Parsed): string {
  const before: Scalar = { ...event, valueEnd: at - 1, fast: false }
  const after: Scalar = { ...event, valueStart: at + 1, fast: false }
  return `${scalarText(before, 'double', parsed)}'${scalarText(after, 'double', parsed)}`
}
