import type { SyntaxNode } from './syntax/tree.ts'
import { int, type Module, type Scalar, str, unknown, type Value, type Where } from './values.ts'

/** What a string literal is made of. */
interface Quoted {
  readonly prefix: string
  /** Where the text between the quotes starts and ends. */
  readonly from: number
  readonly to: number
}

const START = /^([A-Za-z]{0,2})('''|"""|'|")/

/** The parts of a string literal that stands at `from`. */
function quoted(text: string, from: number): Quoted {
  const [, prefix = '', quotes = ''] = START.exec(text) ?? []
  return {
    prefix: prefix.toLowerCase(),
    from: from + prefix.length + quotes.length,
    to: from + text.length - quotes.length,
  }
}

/** A `str` or `bytes` literal. */
export function stringLiteral(node: SyntaxNode, module: Module): Value {
  const { prefix, from, to } = quoted(module.text.slice(node.from, node.to), node.from)
  const written = module.text.slice(from, to)
  const data = prefix.includes('r') ? newlines(written) : decoded(written, prefix.includes('b'))
  const whole = module.place(node.from, node.to)
  if (data === undefined) return unknown(whole)
  // only where the text says what it means do its offsets mean the same in both
  const where: Where =
    data === written
      ? part => (part === undefined ? whole() : module.place(from + part.start, from + part.end)())
      : whole
  return { kind: 'scalar', type: prefix.includes('b') ? 'bytes' : 'str', data, where }
}

/** The pieces of an f-string: text as it stands, and what stands in braces. */
export function formatPieces(node: SyntaxNode, module: Module): (string | SyntaxNode)[] | undefined {
  const { prefix, from, to } = quoted(module.text.slice(node.from, node.to), node.from)
  const pieces: (string | SyntaxNode)[] = []
  let at = from
  const literal = (end: number): boolean => {
    const written = module.text.slice(at, end).replaceAll('{{', '{').replaceAll('}}', '}')
    const piece = prefix.includes('r') ? newlines(written) : decoded(written, false)
    if (piece !== undefined) pieces.push(piece)
    return piece !== undefined
  }
  for (const child of node.children) {
    if (child.name !== 'FormatReplacement') continue
    if (!literal(child.from)) return undefined
    pieces.push(child)
    at = child.to
  }
  return literal(to) ? pieces : undefined
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

const ESCAPE = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[\s\S])/g

/** The text that escapes stand for; undefined for `\N{…}`, which takes a table of all characters. */
function decoded(literal: string, bytes: boolean): string | undefined {
  const text = newlines(literal)
  if (!text.includes('\\')) return text
  if (!bytes && text.includes('\\N{')) return undefined
  return text.replace(ESCAPE, written => {
    const simple = ESCAPES[written.slice(1)]
    if (simple !== undefined) return simple
    const kind = written.charAt(1)
    if (/[0-7]/.test(kind)) return String.fromCharCode(Number.parseInt(written.slice(1), 8))
    if (kind === 'x' && written.length > 2) return codePoint(written)
    return !bytes && (kind === 'u' || kind === 'U') && written.length > 2 ? codePoint(written) : written
  })
}

function codePoint(written: string): string {
  const code = Number.parseInt(written.slice(2), 16)
  return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code)
}

function newlines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

/** An `int` or `float`; imaginary numbers are no configuration. */
export function numberLiteral(text: string, where: Where): Value {
  const digits = text.replaceAll('_', '').toLowerCase()
  if (digits.endsWith('j') && !digits.startsWith('0x')) return unknown(where)
  if (/^0[xob]/.test(digits) || /^\d+$/.test(digits)) return int(Number(digits), where)
  return { kind: 'scalar', type: 'float', data: Number(digits), where }
}

/** What `str()` gives for a scalar; undefined where it is not certain. */
export function printed(value: Scalar): string | undefined {
  const { data } = value
  switch (value.type) {
    case 'str':
      return String(data)
    case 'bool':
      return data === true ? 'True' : 'False'
    case 'NoneType':
      return 'None'
    case 'int':
      return Number.isSafeInteger(data) ? String(data) : undefined
    case 'float': {
      const size = Math.abs(Number(data))
      if (size !== 0 && (size < 1e-4 || size >= 1e16)) return undefined
      return Number.isInteger(data) ? `${data}.0` : String(data)
    }
    default:
      return undefined
  }
}

/** One text out of pieces, if all are known. */
export function joined(pieces: readonly (string | undefined)[], where: Where): Value {
  return pieces.every(piece => piece !== undefined) ? str(pieces.join(''), where) : unknown(where)
}
