import type { Finding } from '../model/finding.ts'

/** A copy of a text that does not keep the whole stream in memory, as a slice of it does. */
export function detached(text: string): string {
  return Buffer.from(text).toString()
}

/** The pages of the rules, which many findings share. */
const pages = new Map<string, string>()

/** The same finding, keeping nothing of the stream in memory. Keys of maps, as in its path, are copies already. */
export function detachedFinding(finding: Finding): Finding {
  const { rule, severity, message, path, location, origin, author, subjects, template, fix, fingerprint, url } = finding
  const page = pages.get(url) ?? url
  pages.set(url, page)
  // field by field: many are kept, and an object made by spreading takes more room
  const kept: { -readonly [K in keyof Finding]: Finding[K] } = {
    rule,
    severity,
    message: detached(message),
    path: path.slice(),
    location,
    origin,
    author,
    subjects: subjects.map(detached),
    fingerprint: detached(fingerprint),
    fix: fix === null ? null : (JSON.parse(JSON.stringify(fix)) as Finding['fix']),
    url: page,
  }
  if (template !== undefined) kept.template = detached(template)
  return kept
}
