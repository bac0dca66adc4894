import type { Arguments } from './arguments.ts'
import { printed } from './literals.ts'
import { isSet, List } from './state.ts'
import { bool, type Scalar, str, textOf, unknown, type Value, type Where } from './values.ts'

/** Longer texts are not made: the webhook reads what strangers write. */
const LONGEST = 1_000_000

/** Calls a method of a text. */
export function stringMethod(self: Scalar, name: string, args: Arguments, where: Where): Value {
  const text = textOf(self)
  if (text === undefined || !args.complete) return unknown(where)
  if (name === 'format') return format(text, args, where)
  if (name === 'join') return join(text, args.positional[0], where)
  const texts = args.positional.map(textOf)
  if (args.named.size > 0 || texts.includes(undefined)) return unknown(where)
  const [first, second] = texts
  switch (name) {
    case 'casefold':
      // beyond ASCII it folds more than capitals
      return /^[\x20-\x7e]*$/.test(text) ? str(text.toLowerCase(), where) : unknown(where)
    case 'lower':
      return str(text.toLowerCase(), where)
    case 'upper':
      return str(text.toUpperCase(), where)
    case 'strip':
      return first === undefined ? str(text.trim(), where) : unknown(where)
    case 'lstrip':
      return first === undefined ? str(text.trimStart(), where) : unknown(where)
    case 'rstrip':
      return first === undefined ? str(text.trimEnd(), where) : unknown(where)
    case 'replace':
      if (text.length * (second?.length ?? 0) > LONGEST) return unknown(where)
      return first === undefined || second === undefined || texts.length > 2
        ? unknown(where)
        : str(
            text.replaceAll(first, () => second),
            where,
          )
    case 'startswith':
      return first === undefined ? unknown(where) : bool(text.startsWith(first), where)
    case 'endswith':
      return first === undefined ? unknown(where) : bool(text.endsWith(first), where)
    case 'removeprefix':
      return first === undefined ? unknown(where) : str(text.startsWith(first) ? text.slice(first.length) : text, where)
    case 'split':
    case 'splitlines':
      return pieces(text, name, first, texts.length, where)
    default:
      return unknown(where)
  }
}

function pieces(text: string, name: string, separator: string | undefined, count: number, where: Where): Value {
  if (count > 1 || separator === '' || (name === 'splitlines' && count > 0)) return unknown(where)
  const list = (parts: string[]) =>
    new List(
      'list',
      parts.map(part => str(part, where)),
      where,
    )
  if (name === 'splitlines')
    return list(
      text
        .replace(/\n$/, '')
        .split('\n')
        .filter((part, i, all) => part !== '' || all.length > 1 || i > 0),
    )
  return list(separator === undefined ? text.split(/\s+/).filter(part => part !== '') : text.split(separator))
}

function join(separator: string, list: Value | undefined, where: Where): Value {
  if (list?.kind !== 'list' || isSet(list) || list.blurred !== null) return unknown(where)
  const texts = list.items.map(textOf)
  if (texts.reduce((sum, each) => sum + separator.length + (each?.length ?? 0), 0) > LONGEST) return unknown(where)
  return texts.includes(undefined) ? unknown(where) : str(texts.join(separator), where)
}

/** `str.format` with fields that are named, numbered or in order, and nothing else in them. */
function format(text: string, args: Arguments, where: Where): Value {
  let next = 0
  let known = true
  const result = text.replace(/\{\{|\}\}|\{([^{}]*)\}/g, (match, field: string | undefined) => {
    if (field === undefined) return match.charAt(0)
    const index = field === '' ? next++ : /^\d+$/.test(field) ? Number(field) : undefined
    const value = index === undefined ? args.named.get(field) : args.positional[index]
    const piece = value?.kind === 'scalar' ? printed(value) : undefined
    if (piece === undefined) known = false
    return piece ?? ''
  })
  return known ? str(result, where) : unknown(where)
}
