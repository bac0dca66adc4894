import type { Option, Profile } from './rule.ts'

interface Wanted<T> {
  readonly about: string
  readonly default: T
  /** Other defaults, in stricter profiles. */
  readonly profiles?: { readonly [P in Profile]?: T }
}

/** A length of time in seconds, written as a number of seconds or as `90s`, `30m`, `6h`, `7d`. The shorter is the stricter. */
export function atMostSeconds(wanted: Wanted<number>): Option<number> {
  return {
    ...wanted,
    schema: {
      title: 'a number of seconds, or a length of time such as 90s, 30m, 6h or 7d',
      oneOf: [
        { type: 'number', minimum: 0 },
        { type: 'string', pattern: '^[0-9]+(\\.[0-9]+)?[smhd]$' },
      ],
    },
    read: (written: never) => seconds(written as string | number),
    stricter: Math.min,
  }
}

/** A switch that makes a rule find more when it is on. */
export function demand(wanted: Wanted<boolean>): Option<boolean> {
  return { ...wanted, schema: { type: 'boolean' }, stricter: (a, b) => a || b }
}

/** Texts of which each one makes a rule find more. */
export function finds(wanted: Wanted<readonly string[]>): Option<readonly string[]> {
  return { ...wanted, schema: TEXTS, stricter: (a, b) => [...new Set([...a, ...b])] }
}

/** Texts that a rule leaves alone; with several profiles, only what all of them allow. */
export function allows(wanted: Wanted<readonly string[]>): Option<readonly string[]> {
  return { ...wanted, schema: TEXTS, stricter: (a, b) => a.filter(text => b.includes(text)) }
}

const TEXTS = { type: 'array', items: { type: 'string' } }
const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** `6h` or `21600` in seconds. */
export function seconds(written: string | number): number {
  if (typeof written === 'number') return written
  return Number.parseFloat(written) * (UNITS[written.at(-1) ?? 's'] ?? 1)
}

/** Seconds as people say them: `6 h`, `90 min`, `1 h 10 min`. */
export function printSeconds(total: number): string {
  const [hours, minutes, rest] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60]
  const parts = [hours > 0 ? `${hours} h` : '', minutes > 0 ? `${minutes} min` : '', rest > 0 ? `${rest} s` : '']
  return parts.filter(Boolean).join(' ') || '0 s'
}
