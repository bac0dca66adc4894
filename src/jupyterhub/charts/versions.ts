import { compareVersions } from './compare.ts'
import { rangeOf } from './ranges.ts'
import { NEWEST, OLDEST, releaseOf, versions } from './releases.ts'

export { atLeast, compareVersions } from './compare.ts'
export { NEWEST } from './releases.ts'

/** The chart that values are judged with, and what people must be told about the choice. */
export interface Resolved {
  readonly version: string
  /** Whole sentence without full stop; null where the version is the one written. */
  readonly note: string | null
}

/** What the release process puts in place of this, in a chart taken from git. */
const FROM_GIT = '0.0.1-set.by.chartpress'
const EXACT = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/
/**
 * Development versions of charts up to 1.x count the commits since the release they are named after (`1.1.3-n354.h751bc313`),
 * later ones are named after the release they lead to. Source: jupyterhub/chartpress@1.0.1:CHANGELOG.md, 0.4.3 and 0.6.0.
 */
const SINCE_RELEASE = /^n?\d{3,}\.h?[0-9a-f]+$/

/**
 * The known chart nearest to a version or range as people write it: exact, with a leading `v`, a range (the newest known that
 * fits), a development or unknown version (the nearest lower known), `main` (the newest).
 */
export function resolveVersion(written: string): Resolved {
  const plain = written.trim().replace(/^v(?=\d)/, '')
  if (releaseOf(plain) !== undefined) return { version: plain, note: null }
  if (plain === 'main' || plain === FROM_GIT)
    return { version: NEWEST, note: `"${written}" is judged as the newest known chart, ${NEWEST}` }

  const exact = EXACT.exec(plain)
  if (exact !== null) return nearest(written, `${exact[1]}.${exact[2]}.${exact[3]}`, exact[4])

  const fits = rangeOf(plain)
  if (fits === undefined)
    return { version: NEWEST, note: `"${written}" is no chart version; judged as the newest known chart, ${NEWEST}` }
  const version = versions().findLast(fits)
  if (version !== undefined)
    return { version, note: `"${written}" is judged as ${version}, the newest known chart that fits` }
  const lowest = /\d+(\.\d+)*/.exec(plain)?.[0] ?? NEWEST
  return nearest(written, lowest, undefined)
}

/** Whether a text is a chart version or a range of them. */
export function isVersion(written: string): boolean {
  return written.trim() === 'main' || rangeOf(written.trim()) !== undefined
}

function nearest(written: string, base: string, preRelease: string | undefined): Resolved {
  if (compareVersions(base, OLDEST) < 0)
    return { version: OLDEST, note: `jupyterhub ${written} is older than every chart known here; judged as ${OLDEST}` }
  const follows = preRelease === undefined || SINCE_RELEASE.test(preRelease)
  const version =
    versions().findLast(known => compareVersions(known, base) < 0 || (follows && compareVersions(known, base) === 0)) ??
    OLDEST
  const newer = compareVersions(base, NEWEST) > 0
  return {
    version,
    note: newer
      ? `jupyterhub ${written} is newer than every chart known here; judged as ${version}`
      : `jupyterhub ${written} is not a chart known here; judged as ${version}, the nearest lower one`,
  }
}
