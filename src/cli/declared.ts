import { existsSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { TextProblem } from '../model/source.ts'
import { namespaceOf } from '../model/workload.ts'
import { decrypted } from '../read/encrypted.ts'
import type { FoundObject } from '../read/objects.ts'
import type { Tools } from '../subjects/carried-values.ts'
import { type DeclaredHub, declaredHubs } from '../subjects/gitops/declared-hubs.ts'
import type { Surroundings, ValuesFile } from '../subjects/gitops/wanted.ts'
import { chartIn } from './charts.ts'
import type { Input } from './inputs.ts'
import type { ObjectStream } from './manifests.ts'

/** What objects of Flux, Argo CD and Rancher came to, with the values files that they name. */
export interface DeclaredInStreams {
  readonly hubs: readonly DeclaredHub[]
  readonly problems: readonly TextProblem[]
  readonly inputs: readonly Input[]
}

/** The hubs that objects ask for. What they name is looked for among all objects of the call, and in the files of their repository. */
export function declaredIn(
  streams: readonly ObjectStream[],
  tools: Tools,
  open: (file: string) => Input,
): DeclaredInStreams {
  const objects = streams.flatMap(({ named }) => named)
  const inputs = new Map<string, Input>()
  const valuesFile = (found: string): ValuesFile | null => {
    const file = relative(process.cwd(), found).split(sep).join('/')
    const input = open(file)
    inputs.set(file, input)
    return input.unreadable === null ? { file, layers: input.layers.map(decrypted) } : null
  }
  const around: Surroundings = {
    object: (kind, namespace, name) => objects.find(object => isCalled(object, kind, namespace, name)) ?? null,
    values(from, path) {
      const found = inRepository(from, path)
      return found === null ? null : valuesFile(found)
    },
    chart(from, folder) {
      const found = inRepository(from, join(folder, 'Chart.yaml'))
      const chart = found === null ? null : chartIn(dirname(found))
      if (found === null || chart === null) return null
      const own = join(dirname(found), 'values.yaml')
      return { key: chart.key, version: chart.version, values: existsSync(own) ? valuesFile(own) : null }
    },
  }
  const all = streams.flatMap(({ declaring, file }) =>
    declaring.map(object => declaredHubs(object, file, tools, around)),
  )
  return {
    hubs: all.flatMap(({ hubs }) => hubs),
    problems: all.flatMap(({ problems }) => problems),
    inputs: [...inputs.values()],
  }
}

function isCalled(object: FoundObject, kind: string, namespace: string | null, name: string): boolean {
  const own = namespaceOf(object.data)
  if (object.kind !== kind || (own !== null && namespace !== null && own !== namespace)) return false
  return object.called.name.split(' ')[1]?.split('/').at(-1) === name
}

/** A path that is counted from the root of the repository that `from` is in: the nearest folder above that has it. */
function inRepository(from: string, path: string): string | null {
  let folder = from === '<stdin>' ? process.cwd() : dirname(resolve(from))
  for (;;) {
    const found = join(folder, path)
    if (existsSync(found) && statSync(found).isFile()) return found
    const above = dirname(folder)
    if (above === folder || folder === process.cwd() || existsSync(join(folder, '.git'))) return null
    folder = above
  }
}
