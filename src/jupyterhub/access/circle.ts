import type { Reach, Reason } from './access.ts'
import type { Trait } from './traits.ts'

/** Some people who get in, and by which setting. */
export interface Circle {
  /** Everybody with an account at the identity source; members of groups there; people who are named, or known to the hub already. */
  readonly who: 'everyone' | 'members' | 'names'
  /** How far it reaches. */
  readonly reach: Reach
  /** The settings that let them in, the decisive one first. */
  readonly because: readonly Reason[]
  /** The list of people or groups, where it is one trait that lets them in. */
  readonly by?: Trait
}

/** Whom the identity source knows, before any rule of the hub's own. */
export interface Source {
  readonly reach: Reach
  /** The settings that limit or open it; none where the class alone does. */
  readonly limits: readonly Reason[]
}

/** A reason that points at a trait. */
export function reason(trait: Trait, does: string): Reason {
  return { sentence: `${trait.name} ${does}`, at: trait.at }
}

/** The reach of people who are listed one by one: their names alone suffice where there is no password of their own. */
export function listed(source: Source): Reach {
  return needsNoPassword(source) ? source.reach : 'list'
}

/** The reach of members of a group at the source. */
export function grouped(source: Source): Reach {
  return needsNoPassword(source) ? source.reach : 'group'
}

function needsNoPassword(source: Source): boolean {
  return source.reach === 'world' || source.reach === 'shared-password'
}

/** The reaches, the widest first. */
const WIDEST: readonly Reach[] = [
  'world',
  'shared-password',
  'provider',
  'institution',
  'group',
  'list',
  'unknown',
  'none',
]

/** The circle that reaches farthest. */
export function widest(circles: readonly Circle[]): Circle | undefined {
  return circles.toSorted((a, b) => rank(a) - rank(b))[0]
}

function rank(circle: Circle): number {
  return (circle.who === 'everyone' ? 0 : WIDEST.length) + WIDEST.indexOf(circle.reach)
}
