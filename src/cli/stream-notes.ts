import type { NotJudged } from '../model/finding.ts'
import type { TextProblem } from '../model/source.ts'
import type { DeclaredHub } from '../subjects/gitops/asked-hubs.ts'
import type { ObjectStream } from './manifests.ts'

/** Why a stream of objects as a whole was not judged; null if some of it was. */
export function reasonOfStream(
  stream: ObjectStream,
  hubs: readonly { readonly file: string; readonly patch?: string }[],
  problems: readonly TextProblem[],
  away: string | null,
): Omit<NotJudged, 'location'> | null {
  const { file, workloads, others } = stream
  if (workloads > 0 || hubs.some(hub => hub.file === file || hub.patch === file)) return null
  if (stream.notYaml !== null) return { kind: 'not ours', reason: stream.notYaml }
  const broken = [...stream.problems, ...problems.filter(({ origin }) => origin.name === file)].find(
    ({ kind }) => kind === 'unreadable',
  )
  if (broken !== undefined) return { kind: 'unreadable', reason: broken.message }
  const reason = away ?? `it holds ${objects(others)}, but no workload and no hub's configuration`
  return { kind: 'not ours', reason }
}

/** What people should know about streams of objects. */
export function streamNotes(
  streams: readonly ObjectStream[],
  declared: readonly DeclaredHub[],
  flags: boolean,
): string[] {
  const judged = new Set(declared.map(({ name, file }) => `${file}: ${name}`)).size
  const passed = streams.reduce((sum, { others, carriers }) => sum + others - carriers.length, -judged)
  return [
    ...(passed > 0 ? [`${objects(passed)} of kinds that no rule is about passed unjudged`] : []),
    ...streams.flatMap(({ file, strangers }) =>
      strangers === null
        ? []
        : [
            `${file}:${strangers.firstLine}: ${strangers.count === 1 ? 'this document is no Kubernetes object' : `this and ${strangers.count - 1} more documents are no Kubernetes objects`}, and not judged`,
          ],
    ),
    ...(flags && streams.length > 0 ? ['--set and its like change values; manifests are judged as they are'] : []),
  ]
}

function objects(count: number): string {
  return count === 1 ? '1 Kubernetes object' : `${count} Kubernetes objects`
}
