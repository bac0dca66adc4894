import { SUPPRESSION_MARK } from '../engine/suppressions.ts'
import { carriedBy, isHubWorkload } from '../jupyterhub/recovered.ts'
import type { Comment } from '../model/comment.ts'
import type { Path } from '../model/path.ts'
import type { Pod } from '../model/pod.ts'
import type { TextProblem } from '../model/source.ts'
import { child, subtree, type Traced } from '../model/traced.ts'
import { namespaceOf, podPath } from '../model/workload.ts'
import { type DocumentRead, type FoundObject, readDocument } from '../read/objects.ts'
import { recogniseUnreadable } from '../read/recognise.ts'
import { DocumentCutter, type StreamDocument } from '../read/stream.ts'
import { commentsWith } from '../read/yaml/comments.ts'
import { decodeUtf8 } from '../read/yaml/text.ts'
import { mayBeNamed, mayDeclareHub } from '../subjects/gitops/declared-hubs.ts'
import { isKustomization } from '../subjects/gitops/kustomize.ts'
import { detached } from './detached.ts'

/** An object that makes pods, with its pod. */
export interface Workload {
  /** `Deployment jhub/hub`. */
  readonly name: string
  readonly namespace: string | null
  readonly pod: Traced<Pod>
}

/** Is shown the workloads of one document while the stream is being read, and says which lines a report will quote. */
export type Watch = (workloads: readonly Workload[], file: string) => readonly number[]

/** What is left of a stream of objects once it has been read. */
export interface ObjectStream {
  readonly file: string
  readonly workloads: number
  /** Objects of kinds that are not judged, and documents that do not claim to be objects. */
  readonly others: number
  readonly strangers: { readonly count: number; readonly firstLine: number } | null
  /** Objects that may carry a hub's configuration. */
  readonly carriers: readonly FoundObject[]
  /** Objects that may ask for a hub to be installed. */
  readonly declaring: readonly FoundObject[]
  /** Objects that those may name. */
  readonly named: readonly FoundObject[]
  /** The chart's hub, where its workload is in the stream. */
  readonly hub: FoundObject | null
  readonly problems: readonly TextProblem[]
  /** The comments that silence findings. */
  readonly suppressions: readonly Comment[]
  /** The lines that a report may quote, by number. */
  readonly lines: ReadonlyMap<number, string>
  /** Why it cannot be read, where it is no YAML at all. */
  readonly notYaml: string | null
}

/** How much of a file is looked at to tell objects from values, in bytes. */
const GLANCE = 64 * 1024

/** Whether a file is a stream of objects, by how it begins; where this says no, a closer look may say yes. */
export function beginsWithObjects(piece: Uint8Array): boolean {
  const text = decodeUtf8(piece.subarray(0, GLANCE))
  if (/^\ufeff?\s*\{/.test(text)) return /^\ufeff?\s*\{\s*"(?:apiVersion|kind)"\s*:/.test(text)
  return /^["']?apiVersion["']?[ \t]*:/m.test(text) && /^["']?kind["']?[ \t]*:/m.test(text)
}

/** Reads a stream of objects piece by piece; nothing of a document is kept but what is in the result. */
export function readObjects(file: string, pieces: Iterable<Uint8Array>, watch: Watch): ObjectStream {
  const reader = new StreamReader(file, watch)
  const cutter = new DocumentCutter()
  for (const piece of pieces) for (const document of cutter.push(decodeUtf8(piece))) reader.take(document)
  for (const document of cutter.end()) reader.take(document)
  return reader.result()
}

class StreamReader {
  private readonly file: string
  private readonly watch: Watch
  private readonly carriers: FoundObject[] = []
  private readonly declaring: FoundObject[] = []
  private readonly named: FoundObject[] = []
  private readonly problems: TextProblem[] = []
  private readonly suppressions: Comment[] = []
  private readonly lines = new Map<number, string>()
  private hub: FoundObject | null = null
  private workloads = 0
  private others = 0
  private strangers = 0
  private firstStranger = 0
  private template: string | null = null

  constructor(file: string, watch: Watch) {
    this.file = file
    this.watch = watch
  }

  take(document: StreamDocument): void {
    const read = readDocument(document, this.file)
    const quoted: number[] = []
    const workloads: Workload[] = []
    for (const object of read.objects) {
      const at = podPath(object)
      if (at !== null) workloads.push(workloadOf(object, at))
      else this.others += 1
      if (at === null) this.keep(object)
      else if (this.hub === null && isHubWorkload(object)) this.hub = object
    }
    this.workloads += workloads.length
    if (workloads.length > 0) quoted.push(...this.watch(workloads, this.file))
    this.note(read, document, quoted)
    if (!holdsSecrets(read)) this.quote(document, quoted)
    for (const comment of commentsWith(SUPPRESSION_MARK, document.text, this.file, document.linesBefore))
      this.suppressions.push({ ...comment, text: detached(comment.text) })
  }

  private keep(object: FoundObject): void {
    if (carriedBy(object) !== null) this.carriers.push(object)
    if (mayDeclareHub(object)) this.declaring.push(object)
    if (mayBeNamed(object)) this.named.push(object)
  }

  private note(read: DocumentRead, document: StreamDocument, quoted: number[]): void {
    if (read.stranger !== null) {
      this.strangers += 1
      this.firstStranger ||= read.stranger
    }
    for (const problem of read.problems) {
      this.problems.push(problem)
      if (problem.origin.span !== null) quoted.push(problem.origin.span.line)
      if (problem.kind === 'unreadable')
        this.template ??= recogniseUnreadable(document.text, (problem.origin.span?.line ?? 1) - document.linesBefore)
    }
    // a hub's values in clear may be quoted anywhere
    for (const object of read.objects)
      if (mayHoldValues(object) && !holdsSecrets(read))
        for (let i = 1; i <= document.text.split('\n').length; i += 1) quoted.push(document.linesBefore + i)
  }

  private quote(document: StreamDocument, numbers: readonly number[]): void {
    if (numbers.length === 0) return
    const lines = document.text.split(/\r\n|[\n\r]/)
    for (const number of numbers) {
      const line = lines[number - document.linesBefore - 1]
      if (line !== undefined) this.lines.set(number, detached(line))
    }
  }

  result(): ObjectStream {
    const { file, workloads, others, carriers, declaring, named, hub, problems, suppressions, lines } = this
    const judged = workloads > 0 || others > 0
    const strangers = this.strangers > 0 ? { count: this.strangers, firstLine: this.firstStranger } : null
    return {
      ...{ file, workloads, others, strangers, carriers, declaring, named, hub, suppressions, lines },
      problems: !judged && this.template !== null ? [] : problems,
      notYaml: judged ? null : this.template,
    }
  }
}

/** Whether a hub's values may stand in an object in clear, or in what it is laid over. */
function mayHoldValues(object: FoundObject): boolean {
  if (carriedBy(object)?.form === 'values' || mayDeclareHub(object) || isKustomization(object)) return true
  const keys = object.kind === 'ConfigMap' ? Object.keys(child(object.data, 'data') ?? {}) : []
  return keys.some(key => /values.*\.ya?ml$/.test(key))
}

function workloadOf({ called, data, traced }: FoundObject, at: Path): Workload {
  return { name: called.name, namespace: namespaceOf(data), pod: subtree(traced, at) as Traced<Pod> }
}

/** Whether what stands in a document must not be quoted. */
function holdsSecrets(read: DocumentRead): boolean {
  return read.objects.some(({ kind }) => kind === 'Secret')
}
