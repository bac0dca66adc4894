import type { Chart } from '../../model/hub.ts'

/** Whether a chart is of this version or a later one. */
export function atLeast(chart: Pick<Chart, 'version'>, version: string): boolean {
  return compareVersions(chart.version, version) >= 0
}

/** Plain `major.minor.patch` numbers in order. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)]
  for (let i = 0; i < 3; i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** The few versions that tables name are compared hundreds of times. */
const known = new Map<string, readonly number[]>()
/** Versions that users write come on top, in a process that may run for months. */
const MOST = 1000

function numbersOf(version: string): readonly number[] {
  const before = known.get(version)
  if (before !== undefined) return before
  const numbers = version.split('.').map(Number)
  if (known.size < MOST) known.set(version, numbers)
  return numbers
}
