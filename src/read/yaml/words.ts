import { Unreadable } from './unreadable.ts'

/** What to say where a file is a template rather than YAML. */
export const TEMPLATE =
  'values files are not templates: Helm does not expand braces in them; put quotes around the text if it is meant as it stands'

/** js-yaml's words, and ours. Source: nodeca/js-yaml@5.5.0:src/parser/parser.ts. */
const WORDS: readonly (readonly [string, string])[] = [
  ['tab characters must not be used in indentation', 'a tab is used for indentation; use spaces'],
  [
    'bad indentation of a mapping entry',
    'this line does not fit into the map above; check the indentation, and quotes around texts with ": "',
  ],
  ['bad indentation of a sequence entry', 'this line does not fit into the list above; check the indentation'],
  ["expected ':' after a mapping key", 'here a key is expected, but there is no ": " after it'],
  ['a multiline key may not be an implicit key', 'here a key is expected, but there is no ": " after it on its line'],
  ['a whitespace character is expected after the key-value separator', 'a space must follow the colon'],
  ['within a single quoted scalar', 'this quote is never closed'],
  ['within a double quoted scalar', 'this quote is never closed'],
  ['within a flow collection', 'a bracket or brace is opened and never closed'],
  ['missed comma between flow collection entries', 'a comma or a closing bracket is expected here'],
  ['expected the node content', 'a value is expected here'],
  [
    'unknown escape sequence',
    'this backslash sequence means nothing between double quotes; use single quotes, or write "\\\\"',
  ],
  ['expected hexadecimal character', 'a hexadecimal digit is expected here'],
  [
    'directives end mark is expected',
    'a "---" must follow a YAML directive, and Helm 4 cuts the file there: it reads no directives',
  ],
  ['nesting exceeded maxDepth', 'the file is nested too deep: no more than 1,200 levels are read'],
  [
    'a line break is expected',
    'the text of a block ("|" or ">") begins on the next line; here only a comment may stand',
  ],
  ['cannot be less than one', 'the indentation of a block of text cannot be 0'],
  ['undeclared tag handle', 'no %TAG directive says what this tag stands for'],
  ['tag', 'this tag ("!…") cannot be read'],
  ['anchor node', '"&" begins a YAML anchor, and this is none; put quotes around a text'],
  ['alias node', '"*" begins a YAML alias, and this is none; put quotes around a text'],
  ['an anchor property', 'one value has two anchors'],
  ['end of the stream or a document separator is expected', 'this text belongs to nothing above it'],
]

/** Of a key without its colon, js-yaml tells the place where it has looked for one, some lines below. */
const KEY_ABOVE = 'a multiline key may not be an implicit key'

/** What js-yaml refused, in plain words. */
export function inPlainWords(reason: string, found: number, text: string): Unreadable {
  // what is missed at the end stands nowhere, and the next line may be another document's
  const atEnd = text.slice(found).trim() === ''
  const offset = reason.includes(KEY_ABOVE) ? keyBefore(text, found) : atEnd ? lastSign(text, found) : found
  const character = text.charAt(offset)
  if (character === '\t') return new Unreadable(offset, 'a tab is used for indentation; use spaces')
  if (!reason.includes('nesting') && /\{\{|\{%/.test(text.slice(Math.max(0, offset - 2), offset + 2)))
    return new Unreadable(offset, TEMPLATE)
  if (/^[%@`]/.test(character))
    return new Unreadable(offset, `a value cannot begin with "${character}"; put quotes around it`)
  const words = WORDS.find(([theirs]) => reason.includes(theirs))
  return new Unreadable(offset, words?.[1] ?? `this is not YAML: ${reason}`)
}

/** Where the line of text above a place begins, comments aside. */
function keyBefore(text: string, place: number): number {
  // the colon there is that of a later key
  let end = text.startsWith(':', place) ? text.lastIndexOf('\n', place) : place
  for (;;) {
    const last = lastSign(text, end)
    const line = text.lastIndexOf('\n', last) + 1
    const start = line + (/^[^\S\n]*/.exec(text.slice(line, last))?.[0].length ?? 0)
    if (line === 0 || !text.startsWith('#', start)) return start
    end = line
  }
}

/** The last place before `end` at which something stands. */
function lastSign(text: string, end: number): number {
  return Math.max(0, text.slice(0, end).trimEnd().length - 1)
}
