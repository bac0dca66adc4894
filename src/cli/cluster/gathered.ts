import { fingerprint } from '../../engine/fingerprint.ts'
import { type Finding, type ObjectReference, printObject, type Suppressed } from '../../model/finding.ts'
import { printPath } from '../../model/path.ts'
import { detachedFinding } from '../detached.ts'

/** A finding whose objects are still being gathered. */
interface Gathering<F extends Finding> {
  readonly first: F
  readonly objects: ObjectReference[]
  readonly subjects: Set<string>
}

/** The findings of a cluster. One that many pods of a namespace have alike is one, with all of them: a hub has users by the thousand. */
export class Gathered {
  private readonly findings = new Map<string, Gathering<Finding>>()
  private readonly suppressed = new Map<string, Gathering<Suppressed>>()

  /** Adds what was found in an object; `also` are further names for who is concerned. */
  add(
    findings: readonly Finding[],
    suppressed: readonly Suppressed[],
    object: ObjectReference,
    also: readonly string[],
  ): void {
    for (const finding of findings) gather(this.findings, detachedFinding(finding), object, also, '')
    for (const finding of suppressed)
      gather(this.suppressed, { ...detachedFinding(finding), by: finding.by }, object, also, finding.by.reason)
  }

  /** All of them, by namespace and object. */
  result(): { readonly findings: readonly Finding[]; readonly suppressed: readonly Suppressed[] } {
    return { findings: finished(this.findings), suppressed: finished(this.suppressed) }
  }
}

function gather<F extends Finding>(
  all: Map<string, Gathering<F>>,
  finding: F,
  object: ObjectReference,
  also: readonly string[],
  reason: string,
): void {
  const { rule, severity, message, path } = finding
  const whose = object.kind === 'Pod' ? `Pod ${object.namespace}/` : printObject(object)
  const key = [rule, severity, whose, printPath(path), message, reason].join('\0')
  const before = all.get(key)
  if (before === undefined) {
    all.set(key, { first: finding, objects: [object], subjects: new Set([...finding.subjects, ...also]) })
    return
  }
  if (before.objects.at(-1) !== object) before.objects.push(object)
  for (const subject of [...finding.subjects, ...also]) before.subjects.add(subject)
}

function finished<F extends Finding>(all: ReadonlyMap<string, Gathering<F>>): F[] {
  return [...all]
    .map(([key, { first, objects, subjects }]) => ({
      ...first,
      // text inside an object of a cluster stands in no file
      location: null,
      origin: first.origin === 'file' ? ('object' as const) : first.origin,
      subjects: [...subjects],
      objects,
      fingerprint: fingerprint(key),
    }))
    .sort((a, b) => compare(sortKey(a), sortKey(b)))
}

function sortKey({ objects, rule, message, path }: Finding): string {
  const [first] = objects ?? []
  return [first?.namespace, first?.kind, first?.name, rule, message, printPath(path)].join('\0')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
