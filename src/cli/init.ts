import { existsSync, writeFileSync } from 'node:fs'
import { Exit } from './exit.ts'
import { filesIn } from './files.ts'
import { argo } from './layouts/argo.ts'
import { type AskedHub, askedHubs, placesOf } from './layouts/asked.ts'
import { clusters } from './layouts/clusters.ts'
import { helmfile } from './layouts/helmfile.ts'
import { hubploy } from './layouts/hubploy.ts'
import type { Layout, Proposal } from './layouts/layout.ts'
import { plain } from './layouts/plain.ts'
import { POLICY_NAME } from './policy-file.ts'
import type { Streams } from './streams.ts'
import { UserError } from './user-error.ts'

/** What is most telling comes first; plain values files are looked for where nothing else says how they belong together. */
const LAYOUTS: readonly Layout[] = [clusters, hubploy, helmfile, argo]

/** Looks at the repository in the working directory and writes its first policy; never over one. Gives the exit status. */
export async function init(io: Streams): Promise<number> {
  if (existsSync(POLICY_NAME)) throw new UserError(`${POLICY_NAME} is there already; it stays as it is`)
  // a folder that something renders first, as cookiecutter does, holds no hub yet
  const files = (await filesIn('.')).filter(file => !file.includes('{{'))
  const asked = askedHubs(files)
  const named = new Set(asked.flatMap(hub => hub.named))
  const layout = [
    ...LAYOUTS.map(({ name, find }) => ({ name, find: () => find(files) })),
    { name: plain.name, find: () => plain.find(files.filter(file => !named.has(file))) },
  ]
    .map(({ name, find }) => ({ name, hubs: find() }))
    .find(({ hubs }) => hubs.length > 0)
  const hubs = unambiguous(layout?.hubs ?? [])
  // what the releases say already is not said twice
  const inReleases = new Set(hubs.flatMap(({ values }) => values.map(({ file }) => file)))
  const others = asked.filter(hub => !hub.named.some(file => inReleases.has(file)))
  const { stringify } = await import('yaml')
  const releases = hubs.length === 0 ? '' : `\n${HEAD}${stringify({ releases: hubs.map(releaseOf) }, { lineWidth: 0 })}`
  writeFileSync(POLICY_NAME, `${SCHEMA}\nprofiles: [recommended]\n${releases}`, { flag: 'wx' })
  io.out(`${POLICY_NAME} is written${next(layout === undefined ? null : { ...layout, count: hubs.length }, others)}\n`)
  return Exit.clean
}

/** What to do then. */
function next(releases: { readonly name: string; readonly count: number } | null, asked: readonly AskedHub[]): string {
  if (releases === null && asked.length === 0)
    return '. No values of a hub were found here; name yours under "releases", or give the files: jhub-lint FILE'
  const [hubs, needs] = asked.length === 1 ? ['1 hub is', 'needs'] : [`${asked.length} hubs are`, 'need']
  const needNone = `${hubs} asked for by objects or helmfiles, and ${needs} no release: jhub-lint ${placesOf(asked).join(' ')}`
  if (releases === null) return `. ${needNone}`
  const found = `, with ${releases.count === 1 ? '1 hub' : `${releases.count} hubs`} from ${releases.name}. Look it over, then: jhub-lint --all-releases`
  return asked.length === 0 ? found : `${found}\n${needNone}`
}

const SCHEMA = '# yaml-language-server: $schema=./node_modules/jhub-lint/rules/policy.schema.json'
const HEAD =
  '# Which files make which hub, in the order in which Helm gets them. This was guessed from the files: look it over.\n'

function releaseOf({ name, chart, values }: Proposal) {
  return {
    name,
    ...(chart === null || chart === 'jupyterhub' ? {} : { chart }),
    values: values.map(({ file, encrypted }) => (encrypted ? { file, encrypted } : file)),
  }
}

/** Hubs of which two would have one name get a number. */
function unambiguous(hubs: readonly Proposal[]): Proposal[] {
  const seen = new Map<string, number>()
  return hubs.map(hub => {
    const count = (seen.get(hub.name) ?? 0) + 1
    seen.set(hub.name, count)
    return count === 1 ? hub : { ...hub, name: `${hub.name}-${count}` }
  })
}
