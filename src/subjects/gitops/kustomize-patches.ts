import type { Path } from '../../model/path.ts'
import { child, subtree } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { namespaceOf } from '../../model/workload.ts'
import { readEmbedded } from '../../read/embedded.ts'
import { mergeLayers } from '../../read/layers.ts'
import type { FoundObject } from '../../read/objects.ts'
import type { Kustomization } from './kustomize.ts'
import { joined, textAt } from './wanted.ts'
import { without } from './without.ts'

/** An object that asks for a hub, with the file it stands in. */
export interface Located {
  readonly object: FoundObject
  readonly file: string
  /** The file of the patches that are laid over it. */
  readonly patch?: string
  /** What of these patches cannot be read. */
  readonly unread?: string
}

/** What a file of Kustomize, or a patch that none of them names, lays over objects. */
interface Overlay {
  /** The file that it is called by. */
  readonly file: string
  readonly patches: readonly Patch[]
}

/** A patch: a part of an object, or a list of operations, which is not read. */
interface Patch {
  readonly kind: string
  readonly name: string
  readonly namespace: string | null
  readonly part: FoundObject['traced'] | null
}

/**
 * Objects as Kustomize makes them: one that names no chart of its own is a patch of another, and so is what stands in a kustomization
 * itself. An object counts once with each overlay that has patches for it. Of custom resources maps merge, lists are replaced, and null
 * takes away. Source: kubernetes-sigs/kustomize@kustomize/v5.8.1:api/types/patch.go; kyaml/yaml/merge2/merge2.go.
 */
export function patched(all: readonly Located[], kustomizations: readonly Kustomization[]): Located[] {
  const parts = all.filter(({ object }) => isPatch(object))
  const bases = all.filter(({ object }) => !isPatch(object))
  const overlays = overlaysOf(parts, kustomizations)
  const isUsed = ({ object }: Located) => bases.some(base => isOf(patchOf(object), base.object))
  return [
    ...bases.flatMap(base => {
      const own = overlays.filter(({ patches }) => patches.some(patch => isOf(patch, base.object)))
      return own.length === 0 ? [base] : own.map(overlay => laidOver(base, overlay))
    }),
    ...parts.filter(part => !isUsed(part)),
  ]
}

/** Where the objects that ask for charts name them. */
const CHARTS: Readonly<Record<string, readonly Path[]>> = {
  HelmRelease: [
    ['spec', 'chart', 'spec', 'chart'],
    ['spec', 'chartRef', 'name'],
  ],
  Application: [
    ['spec', 'source', 'repoURL'],
    ['spec', 'sources', 0, 'repoURL'],
  ],
}

function isPatch({ kind, data }: FoundObject): boolean {
  const places = CHARTS[kind]
  return places?.every(path => path.reduce(child, data) === undefined) === true
}

function patchOf({ kind, data, traced }: FoundObject): Patch {
  return { kind, name: textAt(data, 'metadata', 'name'), namespace: namespaceOf(data), part: traced }
}

function isOf(patch: Patch, base: FoundObject): boolean {
  const own = namespaceOf(base.data)
  return (
    patch.kind === base.kind &&
    patch.name === textAt(base.data, 'metadata', 'name') &&
    (own === null || patch.namespace === null || own === patch.namespace)
  )
}

function overlaysOf(parts: readonly Located[], kustomizations: readonly Kustomization[]): Overlay[] {
  const named = kustomizations.map(kustomization => overlayOf(kustomization, parts))
  const isNamed = (part: Located) =>
    named.some(({ patches }) => patches.some(patch => patch.part === part.object.traced))
  return [
    ...named.filter(({ patches }) => patches.length > 0),
    ...parts.filter(part => !isNamed(part)).map(({ object, file }) => ({ file, patches: [patchOf(object)] })),
  ]
}

/** The patches of a file of Kustomize; it is called by the one patch's own file, where there is but one. */
function overlayOf({ file, traced }: Kustomization, parts: readonly Located[]): Overlay {
  const root = View.of<Record<string, unknown>>(traced)
  const entries = ['patches', 'patchesStrategicMerge', 'patchesJson6902'].flatMap(
    field => root.get(field).each() as View[],
  )
  const files: string[] = []
  const patches = entries.flatMap((entry): Patch[] => {
    const path = entry.get('path').text ?? entry.text
    const folder = file.split('/').slice(0, -1).join('/')
    const found = path === undefined ? undefined : parts.find(part => joined(part.file) === joined(`${folder}/${path}`))
    if (found !== undefined) {
      files.push(found.file)
      return [{ ...patchOf(found.object), ...targetOf(entry, found.object) }]
    }
    return inlinePatch(entry)
  })
  const [only] = files
  return { file: patches.length === 1 && only !== undefined ? only : file, patches }
}

/** Whom a patch is for, where the kustomization says so: it need not bear the name itself. */
function targetOf(entry: View, object: FoundObject): { readonly kind: string; readonly name: string } {
  const target = entry.get('target')
  return {
    kind: target.get('kind').text ?? object.kind,
    name: target.get('name').text ?? textAt(object.data, 'metadata', 'name'),
  }
}

function inlinePatch(entry: View): Patch[] {
  const written = entry.get('patch').isSet ? entry.get('patch') : entry
  if (written.text === undefined || !written.text.includes('\n')) return []
  const read = readEmbedded(written.text, written.traced, true, 'helm')
  if ('problem' in read) return []
  const { data } = read.traced
  const target = entry.get('target')
  const kind = target.get('kind').text ?? textAt(data, 'kind')
  const name = target.get('name').text ?? textAt(data, 'metadata', 'name')
  // operations on anything else than values change nothing here
  if (Array.isArray(data) && !data.some(operation => textAt(operation, 'path').startsWith('/spec/'))) return []
  return [{ kind, name, namespace: null, part: Array.isArray(data) ? null : subtree(read.traced, []) }]
}

function laidOver(base: Located, { file, patches }: Overlay): Located {
  const own = patches.filter(patch => isOf(patch, base.object))
  const parts = own.flatMap(({ part }) => part ?? [])
  const merged = mergeLayers([base.object.traced, ...parts])
  const traced = parts.flatMap(({ data }) => nullsIn(data, [])).reduce(without, merged)
  const { called } = base.object
  return {
    object: { ...base.object, traced, data: traced.data, called: { ...called, name: `${called.name} (${file})` } },
    file: base.file,
    patch: file,
    ...(own.some(({ part }) => part === null) ? { unread: `the operations in ${file}` } : {}),
  }
}

function nullsIn(data: unknown, at: Path): Path[] {
  if (data === null) return [at]
  if (typeof data !== 'object' || Array.isArray(data)) return []
  return Object.entries(data).flatMap(([key, value]) => nullsIn(value, [...at, key]))
}
