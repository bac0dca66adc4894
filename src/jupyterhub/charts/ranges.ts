import { compareVersions } from './compare.ts'

/**
 * Whether published versions satisfy a range, as Helm reads ranges in Chart.yaml: `^3`, `~3.3`, `>=3.0.0-0, <4`, `3.x || 4.x`,
 * `3.0 - 3.3`. Undefined where the text is no range.
 * Source: Masterminds/semver@v3.4.0:constraints.go. Written here because the semver package costs milliseconds at every start.
 */
export function rangeOf(written: string): ((version: string) => boolean) | undefined {
  if (written.length > LONGEST) return undefined
  const alternatives = written.split('||').map(allOf)
  if (!alternatives.every(alternative => alternative !== undefined)) return undefined
  return version => alternatives.some(alternative => alternative.every(test => test(version)))
}

type Test = (version: string) => boolean

/** Longer texts are no versions. */
const LONGEST = 256

const NUMBER = /^v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/
const OPERATOR = /^(!=|>=|=>|<=|=<|~>|[=<>~^])?(.*)$/

function allOf(text: string): Test[] | undefined {
  const joined = text
    .trim()
    .replace(/(\S+)\s+-\s+(\S+)/g, '>=$1,<=$2')
    .replace(/([=<>~^!])\s+/g, '$1')
  const tests = joined.split(/[\s,]+/).map(one)
  return tests.every(test => test !== undefined) ? tests : undefined
}

function one(text: string): Test | undefined {
  const [, operator = '', number = ''] = OPERATOR.exec(text) ?? []
  const match = NUMBER.exec(number)
  if (match === null) return undefined
  const steps = [match[1], match[2], match[3]]
  const open = steps.findIndex(step => step === undefined || Number.isNaN(Number(step)))
  const given = (open < 0 ? steps : steps.slice(0, open)).map(Number)
  return testOf(operator, given, match[4] !== undefined)
}

/** `given` are the numbers that are there; a pre-release of a version comes before it. */
function testOf(operator: string, given: readonly number[], preRelease: boolean): Test | undefined {
  const low = given.join('.')
  const isFrom: Test = version => compareVersions(version, low) >= 0
  const isBeyond = (depth: number): Test => {
    if (depth === 0) return () => false
    const next = [...given.slice(0, depth - 1), (given[depth - 1] ?? 0) + 1].join('.')
    return version => compareVersions(version, next) >= 0
  }
  const isWithin =
    (depth: number): Test =>
    version =>
      isFrom(version) && !isBeyond(depth)(version)
  const precision = given.length
  switch (operator) {
    case '':
    case '=':
      return preRelease ? () => false : isWithin(precision)
    case '!=':
      return version => !isWithin(precision)(version)
    case '>=':
    case '=>':
      return isFrom
    case '<':
      return version => !isFrom(version)
    case '>':
      return preRelease ? isFrom : isBeyond(precision)
    case '<=':
    case '=<':
      return version => !(preRelease ? isFrom : isBeyond(precision))(version)
    case '~':
    case '~>':
      return isWithin(Math.min(precision, 2))
    case '^':
      return isWithin(caretDepth(given))
    default:
      return undefined
  }
}

/** A caret holds the leftmost number that is not zero. */
function caretDepth(given: readonly number[]): number {
  const significant = given.findIndex(step => step > 0)
  return significant < 0 ? given.length : significant + 1
}
