import type { View } from '../model/view.ts'

/**
 * The keys of a map in the order in which the hub meets them. Helm forgets the order in which they were written and prints
 * them sorted: numbers by their value, other signs before letters. Source: go-yaml/yaml@v2.4.0:sorter.go. What Python assigns keeps its order.
 */
export function keysInOrder(map: View): string[] {
  const keys = map.keys()
  return keys.length < 2 || map.origin().by === 'python' ? keys : keys.sort(helmOrder)
}

/** Compares two keys as Helm sorts them. */
export function helmOrder(left: string, right: string): number {
  const [a, b] = [[...left], [...right]]
  for (let i = 0; i < a.length && i < b.length; i += 1) {
    const [x, y] = [a[i] ?? '', b[i] ?? '']
    if (x === y) continue
    const [xIsLetter, yIsLetter] = [isLetter(x), isLetter(y)]
    if (xIsLetter && yIsLetter) return codePoint(x) - codePoint(y)
    if (xIsLetter || yIsLetter) return yIsLetter ? -1 : 1
    return numberOrder(a, b, i) || codePoint(x) - codePoint(y)
  }
  return a.length - b.length
}

/** Compares the numbers that start at `i`; zero where neither is larger. */
function numberOrder(a: readonly string[], b: readonly string[], i: number): number {
  const inNumber = (a[i] === '0' || b[i] === '0') && hasDigitsBefore(a, i)
  const [m, n] = [digitsFrom(a, i), digitsFrom(b, i)]
  const difference = Number((inNumber ? '1' : '') + m) - Number((inNumber ? '1' : '') + n)
  return difference || m.length - n.length
}

/** Whether a number other than zero is under way, so that zeros at `i` count. */
function hasDigitsBefore(text: readonly string[], i: number): boolean {
  for (let j = i - 1; j >= 0 && isDigit(text[j]); j -= 1) if (text[j] !== '0') return true
  return false
}

function digitsFrom(text: readonly string[], i: number): string {
  let digits = ''
  for (let j = i; j < text.length && isDigit(text[j]); j += 1) digits += text[j]
  return digits
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9'
}

function codePoint(char: string): number {
  return char.codePointAt(0) ?? 0
}

function isLetter(sign: string): boolean {
  return /^[A-Za-z]/.test(sign) || (sign > '\x7f' && /\p{L}/u.test(sign))
}
