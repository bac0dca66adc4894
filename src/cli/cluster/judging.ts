import type { Enforcement } from '../../engine/enforcement.ts'
import { Judge } from '../../engine/judge.ts'
import { reaches, type Threshold } from '../../engine/policy.ts'
import type { Subject } from '../../engine/subject.ts'
import type { ChosenChart } from '../../jupyterhub/charts/chosen.ts'
import { hubOf } from '../../jupyterhub/hub.ts'
import type { Finding, ObjectReference, Suppressed } from '../../model/finding.ts'
import { child } from '../../model/traced.ts'
import type { FoundObject } from '../../read/objects.ts'
import type { Tools } from '../../subjects/carried-values.ts'
import type { DeclaredHub } from '../../subjects/gitops/asked-hubs.ts'
import { among, declaredHubs } from '../../subjects/gitops/declared-hubs.ts'
import { hubSubjects } from '../../subjects/hub-subjects.ts'
import { subjectsOf } from '../../subjects/live-object.ts'
import { recoverHubs } from '../../subjects/recovered-hubs.ts'
import { Gathered } from './gathered.ts'
import type { Visitor } from './survey.ts'

/** A hub that was judged, and the chart that it was judged with. */
export interface JudgedHub {
  readonly name: string
  readonly kind: 'manifests' | DeclaredHub['kind']
  readonly chosen: ChosenChart
}

/** How objects are judged: by what holds in their namespace. */
export interface Bar {
  in(namespace: string): Enforcement
  /** From which severity on a finding is reported: all, or what admission would refuse. */
  counts(enforcement: Enforcement): Threshold
}

/** Judges the objects of a cluster while they are read: only findings are kept. */
export class Judging implements Visitor {
  readonly hubs: JudgedHub[] = []
  /** Objects judged, by namespace. */
  readonly judged = new Map<string, number>()
  /** What was found and does not count. */
  uncounted = 0
  private readonly gathered = new Gathered()
  private readonly judges = new Map<Enforcement, Judge>()
  /** What was found in what makes pods, by uid: a pod made by it is not reported for the same. */
  private readonly owners = new Map<string, ReadonlySet<string>>()
  private readonly bar: Bar
  private readonly tools: Tools
  private readonly now: number
  readonly progress: Visitor['progress']

  constructor(bar: Bar, tools: Tools, now: number, progress: Visitor['progress']) {
    this.bar = bar
    this.tools = tools
    this.now = now
    this.progress = progress
  }

  workload(object: FoundObject, namespace: string, owner: string | null): void {
    const before = owner === null ? undefined : this.owners.get(owner)
    // what another workload makes may be of its past, and what runs of it are pods
    if (before !== undefined && object.kind !== 'Pod') {
      this.remember(object, before)
      return
    }
    const subjects = subjectsOf({ name: object.called.name, object, circumstances: { namespace } }, this.tools)
    const found = this.judge(subjects, namespace)
    this.count(namespace)
    if (object.kind !== 'Pod') this.remember(object, new Set(found.findings.map(fault)))
    const isNew = (finding: Finding) => before?.has(fault(finding)) !== true
    this.gathered.add(found.findings.filter(isNew), found.suppressed.filter(isNew), reference(object, namespace), [])
  }

  carriers(objects: readonly FoundObject[], hub: FoundObject | null, namespace: string): void {
    const { hubs, problems } = recoverHubs([{ file: namespace, carriers: objects, hub }], this.tools)
    for (const { name, effective, chosen } of hubs) {
      const object = [...objects, ...(hub === null ? [] : [hub])].find(({ called }) => name.startsWith(called.name))
      if (object === undefined) throw new Error(`the hub ${name} is in none of the objects that were read`)
      this.hub(
        hubSubjects(hubOf(name, effective, chosen.chart, { isRendered: true }), true, { namespace }),
        object,
        namespace,
      )
      this.hubs.push({ name, kind: 'manifests', chosen })
    }
    for (const problem of problems) {
      const object = objects.find(({ called }) => called.name === problem.origin.name)
      if (object !== undefined)
        this.hub(
          [{ kind: 'source', name: object.called.name, of: { file: object.called.name, problems: [problem] } }],
          object,
          namespace,
        )
    }
  }

  declaration(object: FoundObject, namespace: string, named: readonly FoundObject[]): void {
    const { name } = object.called
    const { hubs, problems } = declaredHubs(object, name, this.tools, among(named))
    if (problems.length > 0) this.hub([{ kind: 'source', name, of: { file: name, problems } }], object, namespace)
    for (const { effective, chosen, kind, ...traits } of hubs) {
      const hub = hubOf(name, effective, chosen.chart, traits)
      this.hub(hubSubjects(hub, false, { namespace }), object, namespace)
      this.hubs.push({ name, kind, chosen })
    }
  }

  /** What was found, what exemptions silence, and which of those have lapsed. */
  result(): { readonly findings: readonly Finding[]; readonly suppressed: readonly Suppressed[] } {
    const { findings, suppressed } = this.gathered.result()
    const ofPolicy = [...this.judges.values()].map(judge =>
      judge.verdict([{ kind: 'policy', name: 'policy', of: { lapsed: judge.lapsedExemptions, useless: [] } }]),
    )
    return {
      findings: [...findings, ...ofPolicy.flatMap(verdict => verdict.findings)],
      suppressed: [...suppressed, ...ofPolicy.flatMap(verdict => verdict.suppressed)],
    }
  }

  private hub(subjects: readonly Subject[], object: FoundObject, namespace: string): void {
    const { findings, suppressed } = this.judge(subjects, namespace)
    this.count(namespace)
    this.gathered.add(findings, suppressed, reference(object, namespace), [object.called.name])
  }

  private judge(subjects: readonly Subject[], namespace: string) {
    const enforcement = this.bar.in(namespace)
    const { findings, suppressed } = this.judgeFor(enforcement).verdict(subjects)
    const threshold = this.bar.counts(enforcement)
    const counting = findings.filter(({ severity }) => reaches(severity, threshold))
    this.uncounted += findings.length - counting.length
    return { findings: counting, suppressed: suppressed.filter(({ severity }) => reaches(severity, threshold)) }
  }

  private judgeFor(enforcement: Enforcement): Judge {
    const { rules, exemptions, least } = enforcement
    const judge = this.judges.get(enforcement) ?? new Judge(rules, exemptions, { now: this.now, threshold: least })
    this.judges.set(enforcement, judge)
    return judge
  }

  private count(namespace: string): void {
    this.judged.set(namespace, (this.judged.get(namespace) ?? 0) + 1)
  }

  private remember(object: FoundObject, faults: ReadonlySet<string>): void {
    const uid = child(child(object.data, 'metadata'), 'uid')
    if (typeof uid === 'string') this.owners.set(uid, faults)
  }
}

/** What makes a fault the same in a pod and in the template that it was made from. */
function fault({ rule, message }: Finding): string {
  return `${rule}\0${message}`
}

function reference({ apiVersion, kind, data }: FoundObject, namespace: string): ObjectReference {
  const metadata = child(data, 'metadata')
  const [name, uid] = [child(metadata, 'name'), child(metadata, 'uid')]
  return { apiVersion, kind, namespace, name: String(name), ...(typeof uid === 'string' ? { uid } : {}) }
}
