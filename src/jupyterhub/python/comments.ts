import { type Comment, nextLine } from '../../model/comment.ts'
import type { Hub } from '../../model/hub.ts'
import type { View } from '../../model/view.ts'
import { pythonSources } from '../config/python-sources.ts'
import { grammarTree } from './syntax/grammar.ts'

/** The comments that hold `word` in the Python of a hub's values. The grammar must be loaded. */
export function pythonCommentsWith(word: string, { values, chart }: Hub): Comment[] {
  const { files, extraConfig } = pythonSources(values, chart)
  return [...files, ...extraConfig].flatMap(({ code }) => commentsOf(code, word))
}

function commentsOf(code: View, word: string): Comment[] {
  const { text } = code
  if (text?.includes(word) !== true) return []
  const lines = text.split('\n')
  const starts = lineStarts(lines)
  const found: Comment[] = []
  grammarTree(text).iterate({
    enter({ name, from, to }) {
      const comment = text.slice(from, to)
      if (name !== 'Comment' || !comment.includes(word)) return
      const { span } = code.origin({ start: from, end: to })
      const next = nextLine(lines, starts.findLastIndex(start => start <= from) + 1)
      const start = next === null ? undefined : starts[next - 1]
      const line = start === undefined ? undefined : code.origin({ start, end: start + 1 }).span?.line
      if (span !== null) found.push({ text: comment, span, next: line ?? null })
    },
  })
  return found
}

function lineStarts(lines: readonly string[]): number[] {
  let at = 0
  return lines.map(line => {
    const start = at
    at += line.length + 1
    return start
  })
}
