import { fromBase64 } from '../base64.ts'
import type { ScalarNode } from './nodes.ts'
import { Unreadable } from './unreadable.ts'

/** A scalar as Go types it. Numbers keep their kind, since keys and tags depend on it. */
export type Typed =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'null'; readonly value: null }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int' | 'uint'; readonly value: number; readonly exact: bigint }
  | { readonly type: 'float'; readonly value: number }

/** What the words below begin with. */
const BEGINNINGS = 'yYnNtTfFoO~'
/** The longest word below. */
const LONGEST_WORD = 5
const YAML_TAG = 'tag:yaml.org,2002:'
const NULL: Typed = { type: 'null', value: null }
const TRUE: Typed = { type: 'bool', value: true }
const FALSE: Typed = { type: 'bool', value: false }
const MAX_INT = 2n ** 63n - 1n
const MAX_UINT = 2n ** 64n - 1n

/**
 * What a scalar is: Go's table, which is neither YAML 1.1 nor 1.2. Throws `Unreadable` where a tag does not fit.
 * Source: kubernetes-sigs/yaml@v1.6.0:goyaml.v2/resolve.go, and what Helm 3.21.4 and 4.2.4 read.
 */
export function typed(node: ScalarNode): Typed {
  const { tag, text } = node
  if (tag === '') return node.style === 'plain' ? untagged(text) : { type: 'text', value: text }
  if (!tag.startsWith(YAML_TAG)) return { type: 'text', value: text }
  const wanted = tag.slice(YAML_TAG.length)
  if (wanted === 'binary') return { type: 'text', value: decodeBase64(node) }
  if (wanted !== 'bool' && wanted !== 'int' && wanted !== 'float' && wanted !== 'null' && wanted !== 'timestamp') {
    return { type: 'text', value: text }
  }
  const found = untagged(text)
  if (wanted === 'timestamp' && /^\d{4}-\d\d?-\d\d?(?:[Tt ].*)?$/.test(text)) return { type: 'text', value: text }
  if (found.type === wanted || (wanted === 'int' && found.type === 'uint')) return found
  if (wanted === 'float' && found.type === 'int') return { type: 'float', value: found.value }
  throw new Unreadable(node.start, `"${text.slice(0, 40)}" is no ${wanted}, which its tag says it is`)
}

/** The value of a plain scalar without a tag. */
export function untaggedValue(text: string): string | number | boolean | null {
  const first = text.charCodeAt(0)
  if (isPlainly(text, first)) return text
  // digits that no other base begins with and a double holds exactly need no closer look
  if (first > 48 && first < 58 && text.length < 16 && /^\d+$/.test(text)) return Number(text)
  return untagged(text).value
}

/** A plain scalar without a tag. */
function untagged(text: string): Typed {
  if (isPlainly(text, text.charCodeAt(0))) return { type: 'text', value: text }
  return word(text) ?? number(text) ?? { type: 'text', value: text }
}

/** Whether a text begins with what begins no number, and is none of the words below; most are so. */
function isPlainly(text: string, first: number): boolean {
  return first > 57 && (text.length > LONGEST_WORD || !BEGINNINGS.includes(text.charAt(0)))
}

function word(text: string): Typed | undefined {
  if (text.length > LONGEST_WORD) return undefined
  switch (text) {
    case '':
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return NULL
    case 'y':
    case 'Y':
    case 'yes':
    case 'Yes':
    case 'YES':
    case 'true':
    case 'True':
    case 'TRUE':
    case 'on':
    case 'On':
    case 'ON':
      return TRUE
    case 'n':
    case 'N':
    case 'no':
    case 'No':
    case 'NO':
    case 'false':
    case 'False':
    case 'FALSE':
    case 'off':
    case 'Off':
    case 'OFF':
      return FALSE
    case '.nan':
    case '.NaN':
    case '.NAN':
      return { type: 'float', value: Number.NaN }
    case '.inf':
    case '.Inf':
    case '.INF':
    case '+.inf':
    case '+.Inf':
    case '+.INF':
      return { type: 'float', value: Number.POSITIVE_INFINITY }
    case '-.inf':
    case '-.Inf':
    case '-.INF':
      return { type: 'float', value: Number.NEGATIVE_INFINITY }
    default:
      return undefined
  }
}

function number(text: string): Typed | undefined {
  const first = text.charAt(0)
  if (first === '.')
    return /^\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?$/.test(text) ? float(text.replaceAll('_', '')) : undefined
  if (!/^[-+\d]/.test(first)) return undefined
  // what has a unit, such as 500m and 4Gi, ends in what ends no number
  if (!/[\da-fA-F._]/.test(text.charAt(text.length - 1))) return undefined
  const plain = text.replaceAll('_', '')
  return integer(plain) ?? (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(plain) ? float(plain) : undefined)
}

function float(plain: string): Typed | undefined {
  const value = Number(plain)
  return Number.isFinite(value) ? { type: 'float', value } : undefined
}

function integer(plain: string): Typed | undefined {
  const [, sign = '', digits = ''] = /^([-+]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/.exec(plain) ?? []
  if (digits === '') return undefined
  const magnitude = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits)
  const exact = sign === '-' ? -magnitude : magnitude
  if (exact <= MAX_INT && exact >= -MAX_INT - 1n) return { type: 'int', value: Number(exact), exact }
  if (sign === '' && exact <= MAX_UINT) return { type: 'uint', value: Number(exact), exact }
  return undefined
}

/** The text of a key: values files become JSON, whose keys are texts. Source: kubernetes-sigs/yaml@v1.6.0:yaml.go. */
export function keyText(node: ScalarNode): string {
  const key = typed(node)
  switch (key.type) {
    case 'text':
      return key.value
    case 'bool':
      return String(key.value)
    case 'int':
      return String(key.exact)
    case 'float':
      return floatKey(key.value)
    case 'uint':
      throw new Unreadable(node.start, 'a number this large cannot be a key; put quotes around it')
    case 'null':
      throw new Unreadable(node.start, 'a key cannot be null; put quotes around it')
  }
}

/** As Go prints a float with the fewest digits that a 32 bit float needs. */
function floatKey(value: number): string {
  if (Number.isNaN(value)) return '.nan'
  const single = Math.fround(value)
  if (!Number.isFinite(single)) return value > 0 ? '.inf' : '-.inf'
  let digits = 1
  while (digits < 9 && Math.fround(Number(single.toPrecision(digits))) !== single) digits += 1
  const [mantissa = '', exponent = '0'] = single.toExponential(digits - 1).split('e')
  const power = Number(exponent)
  const sign = Object.is(single, -0) ? '-' : ''
  // Source: golang/go@go1.24:src/strconv/ftoa.go, format 'g' with the shortest precision
  if (single !== 0 && (power < -4 || power >= 6)) {
    return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
  }
  return sign + String(Number(single.toPrecision(digits)))
}

function decodeBase64(node: ScalarNode): string {
  const written = node.text.replace(/[\r\n]/g, '')
  if (!/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(written)) {
    throw new Unreadable(node.start, 'this is not base64, which its tag !!binary says it is')
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(fromBase64(written))
}
