import type { Chart } from '../../model/hub.ts'

/** Whether a chart is of this version or a later one. */
export function atLeast(chart: Pick<Chart, 'version'>, version: string): boolean {
  return compareVersions(chart.version, version) >= 0
}

/** Plain `major.minor.patch` numbers in order. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)]
  for (let i = 0; i < 3; i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
