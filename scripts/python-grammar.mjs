import { readFileSync } from 'node:fs'
import { parser } from '@lezer/python'

/**
 * The grammar of Python for reading alone: with its tables as numbers, which the library else makes of texts at each start, and
 * without the colours that editors give it. Source: lezer-parser/lr@1.4.12:src/parse.ts, LRParser; decodeArray takes both.
 */
export const plainGrammar = {
  name: 'plain grammar',
  setup({ onLoad }) {
    onLoad({ filter: /@lezer[\\/]python[\\/]dist[\\/]index\.js$/ }, ({ path }) => ({
      contents: CHANGES.reduce(changed, readFileSync(path, 'utf8')),
    }))
  },
}

const CHANGES = [
  [/^ {2}states: ".*",$/m, `  states: ${numbers(parser.states)},`],
  [/^ {2}stateData: ".*",$/m, `  stateData: ${numbers(parser.data)},`],
  [/^ {2}goto: ".*",$/m, `  goto: ${numbers(parser.goto)},`],
  [/^ {2}tokenData: ".*",$/m, `  tokenData: ${numbers(parser.tokenizers.find(({ data }) => data)?.data)},`],
  [/^import .* from '@lezer\/highlight';$/m, ''],
  [/^const pythonHighlighting = styleTags\(\{$[\s\S]*?^\}\);$/m, ''],
  [/^ {2}propSources: \[pythonHighlighting\],$/m, ''],
]

function changed(text, [what, by]) {
  if (!what.test(text)) throw new Error(`@lezer/python has changed: look for ${what} again`)
  return text.replace(what, () => by)
}

function numbers(table) {
  return `new ${table.constructor.name}([${table}])`
}
