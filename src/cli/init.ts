import { existsSync, writeFileSync } from 'node:fs'
import { Exit } from './exit.ts'
import { filesIn } from './files.ts'
import { argo } from './layouts/argo.ts'
import { clusters } from './layouts/clusters.ts'
import { helmfile } from './layouts/helmfile.ts'
import { hubploy } from './layouts/hubploy.ts'
import type { Layout, Proposal } from './layouts/layout.ts'
import { plain } from './layouts/plain.ts'
import { POLICY_NAME } from './policy-file.ts'
import type { Streams } from './streams.ts'
import { UserError } from './user-error.ts'

/** What is most telling comes first; plain values files are looked for where nothing else says how they belong together. */
const LAYOUTS: readonly Layout[] = [clusters, hubploy, helmfile, argo, plain]

/** Looks at the repository in the working directory and writes its first policy; never over one. Gives the exit status. */
export async function init(io: Streams): Promise<number> {
  if (existsSync(POLICY_NAME)) throw new UserError(`${POLICY_NAME} is there already; it stays as it is`)
  const files = await filesIn('.')
  const layout = LAYOUTS.map(({ name, find }) => ({ name, hubs: find(files) })).find(({ hubs }) => hubs.length > 0)
  const hubs = unambiguous(layout?.hubs ?? [])
  const { stringify } = await import('yaml')
  const releases = hubs.length === 0 ? '' : `\n${HEAD}${stringify({ releases: hubs.map(releaseOf) }, { lineWidth: 0 })}`
  writeFileSync(POLICY_NAME, `${SCHEMA}\nprofiles: [recommended]\n${releases}`, { flag: 'wx' })
  io.out(
    layout === undefined
      ? `${POLICY_NAME} is written. No values of a hub were found here; name yours under "releases", or give the files: jhub-lint FILE\n`
      : `${POLICY_NAME} is written, with ${hubs.length === 1 ? '1 hub' : `${hubs.length} hubs`} from ${layout.name}. Look it over, then: jhub-lint --all-releases\n`,
  )
  return Exit.clean
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
