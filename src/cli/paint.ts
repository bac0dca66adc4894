import { styleText } from 'node:util'
import type { Paint } from '../report/report.ts'

const plain = (text: string) => text

/** Colours for a terminal, or none. */
export function paint(colours: boolean): Paint {
  if (!colours) return { error: plain, warning: plain, info: plain, faint: plain, strong: plain }
  // whether the stream is a terminal was decided by the caller
  const style =
    (...format: Parameters<typeof styleText>[0][]) =>
    (text: string) =>
      styleText(format.flat() as never, text, { validateStream: false })
  return {
    error: style('red', 'bold'),
    warning: style('yellow', 'bold'),
    info: style('cyan'),
    faint: style('dim'),
    strong: style('bold'),
  }
}
