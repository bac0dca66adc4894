import type { Finding } from '../model/finding.ts'

/** A copy of a text that does not keep the whole stream in memory, as a slice of it does. */
export function detached(text: string): string {
  return Buffer.from(text).toString()
}

/** The same findings, keeping nothing of the stream in memory. Keys of maps, as in their paths, are copies already. */
export function detachedFindings(findings: readonly Finding[]): Finding[] {
  const copies = new Map<string, string>()
  const copy = (text: string) => {
    const copied = copies.get(text) ?? detached(text)
    copies.set(text, copied)
    return copied
  }
  // field by field: many are kept, and an object made by spreading takes more room
  return findings.map(finding => {
    const kept: { -readonly [K in keyof Finding]: Finding[K] } = {
      rule: finding.rule,
      severity: finding.severity,
      message: copy(finding.message),
      path: finding.path.slice(),
      location: finding.location,
      origin: finding.origin,
      author: finding.author,
      subjects: finding.subjects.map(copy),
      fingerprint: detached(finding.fingerprint),
      fix: finding.fix === null ? null : (JSON.parse(JSON.stringify(finding.fix)) as Finding['fix']),
      url: finding.url,
    }
    if (finding.template !== undefined) kept.template = copy(finding.template)
    return kept
  })
}
