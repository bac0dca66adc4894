import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { NotJudged } from '../model/finding.ts'
import type { TextProblem } from '../model/source.ts'
import { decrypted } from '../read/encrypted.ts'
import { fileLayer } from '../read/layers.ts'
import { readYaml } from '../read/yaml/read-yaml.ts'
import type { Tools } from '../subjects/carried-values.ts'
import type { DeclaredHub } from '../subjects/gitops/asked-hubs.ts'
import { among, type Declared, declaredHubs, hubsOfHelmfile } from '../subjects/gitops/declared-hubs.ts'
import { generatedFrom, isKustomization, type Kustomization } from '../subjects/gitops/kustomize.ts'
import { type Located, patched } from '../subjects/gitops/kustomize-patches.ts'
import type { Start, Surroundings, ValuesFile } from '../subjects/gitops/wanted.ts'
import { chartIn } from './charts.ts'
import { type Input, notJudged } from './inputs.ts'
import type { ObjectStream } from './manifests.ts'

/** What objects of Flux, Argo CD and Rancher and helmfiles came to, with the values files that they name. */
export interface DeclaredInFiles {
  /** Where the values of a hub stand that a file asks for, if none of them is at hand. */
  readonly away: ReadonlyMap<string, readonly string[]>
  readonly hubs: readonly DeclaredHub[]
  readonly problems: readonly TextProblem[]
  readonly inputs: readonly Input[]
}

/** Who may ask for hubs: objects, and helmfiles. */
export interface Asking {
  readonly streams: readonly ObjectStream[]
  readonly helmfiles: readonly Input[]
  /** Whose Helm the helmfiles mean. */
  readonly helm: 3 | 4
}

/** The hubs that files ask for. What they name is looked for among all objects of the call, and in the files of their repository. */
export function declaredIn(
  { streams, helmfiles, helm }: Asking,
  tools: Tools,
  open: (file: string) => Input,
): DeclaredInFiles {
  const objects = streams.flatMap(({ named }) => named)
  const kustomizations = streams.flatMap(({ named, file }) =>
    named.filter(isKustomization).map(({ traced }) => ({ file, traced })),
  )
  const asking = streams.flatMap(({ declaring, file }) => declaring.map(object => ({ object, file })))
  const inputs = new Map<string, Input>()
  const valuesFile = (found: string): ValuesFile | null => {
    const file = relative(process.cwd(), found).split(sep).join('/')
    const input = open(file)
    // what is rendered first is not what it says
    if (/\.gotmpl$/.test(file) && input.text.includes('{{')) return null
    if (input.recognised.kind !== 'manifests') inputs.set(file, input)
    return input.unreadable === null && input.recognised.kind !== 'manifests'
      ? { file, layers: input.layers.map(decrypted) }
      : null
  }
  const around: Surroundings = {
    ...among(objects),
    generated(from, kind, name, key) {
      const made = generatedFrom([...kustomizations, ...kustomizationsBeside(from)], kind, name, key)
      const files = made.map(source => fileAt(source.from, source.path, 'beside'))
      const [found, ...others] = new Set(files.map(one => (one === null ? null : resolve(one))))
      return found === undefined || found === null || others.length > 0 ? null : valuesFile(found)
    },
    values(from, path, start) {
      const found = fileAt(from, path, start)
      return found === null ? null : valuesFile(found)
    },
    exists: (from, path) => fileAt(from, path, 'beside') !== null,
    chart(from, folder, start) {
      const found = fileAt(from, join(folder, 'Chart.yaml'), start)
      const chart = found === null ? null : chartIn(dirname(found))
      if (found === null || chart === null) return null
      const own = join(dirname(found), 'values.yaml')
      return { key: chart.key, version: chart.version, values: existsSync(own) ? valuesFile(own) : null }
    },
  }
  const all = [
    ...patched(asking, kustomizations).map(located => ({
      ...withPatch(declaredHubs(located.object, located.file, tools, around), located),
      file: located.file,
    })),
    ...helmfiles.map(({ layers, file }) => ({ ...hubsOfHelmfile(layers, file, helm, tools, around), file })),
  ]
  return {
    hubs: all.flatMap(({ hubs }) => hubs),
    problems: all.flatMap(({ problems }) => problems),
    inputs: [...inputs.values()],
    away: new Map(all.flatMap(({ file, away }) => (away.length > 0 ? [[file, away] as const] : []))),
  }
}

/** Whether a file is one of helmfile that can be read. */
export function isHelmfile({ recognised, unreadable }: Input): boolean {
  return recognised.kind === 'helmfile' && unreadable === null
}

/** Why nothing of a helmfile was judged; null if some of it was. */
export function reasonOfHelmfile(input: Input, { hubs, problems, away }: DeclaredInFiles): NotJudged | null {
  if (hubs.some(({ file }) => file === input.file)) return null
  const broken = problems.find(({ origin }) => origin.name === input.file)
  if (broken !== undefined) return notJudged(input, 'unreadable', broken.message)
  return notJudged(
    input,
    'not ours',
    reasonOfAway(away.get(input.file)) ?? 'it is a helmfile without a release of jupyterhub',
  )
}

/** Why a hub is not judged of whose values none is at hand. */
export function reasonOfAway(names: readonly string[] | undefined): string | null {
  return names === undefined ? null : `it asks for a hub whose values are not at hand: ${names.join(', ')}`
}

function withPatch(declared: Declared, { patch, unread }: Located): Declared {
  const { hubs } = declared
  if (patch === undefined) return declared
  const all = hubs.map(hub => ({ ...hub, patch }))
  if (unread === undefined) return { ...declared, hubs: all }
  return {
    ...declared,
    hubs: all.map(hub => ({ ...hub, completeness: 'layer', elsewhere: [...hub.elsewhere, unread] })),
  }
}

/** The kustomization in the folder of a file; it need not say that it is one. */
function kustomizationsBeside(file: string): Kustomization[] {
  const found = ['kustomization.yaml', 'kustomization.yml']
    .map(name => fileAt(file, name, 'beside'))
    .find(found => found !== null)
  if (found === undefined || found === null) return []
  return readYaml(readFileSync(found), found, { helm: 4 }).documents.map(document => ({
    file: found,
    traced: fileLayer(document, found),
  }))
}

/** A file that `from` names; the root of a repository is the nearest folder above that has it. */
function fileAt(from: string, path: string, start: Start): string | null {
  let folder = from === '<stdin>' ? process.cwd() : dirname(resolve(from))
  for (;;) {
    const found = isAbsolute(path) ? path : join(folder, path)
    if (existsSync(found) && statSync(found).isFile()) return found
    if (start === 'beside') return null
    const above = dirname(folder)
    if (above === folder || folder === process.cwd() || existsSync(join(folder, '.git'))) return null
    folder = above
  }
}
