import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { child } from '../../model/traced.ts'
import { chartFolder, documentsOf, type Layout, layerAt, listOf, type ProposedLayer, textOf } from './layout.ts'

/** What a helmfile has in a name for the environment that is chosen when it runs. */
const ENVIRONMENT = /\{\{-?\s*\.Environment\.Name\s*-?\}\}/g

/** The releases of a `helmfile.yaml`. Source: helmfile/helmfile@v1.0.0:docs/index.md, "Configuration". */
export const helmfile: Layout = {
  name: 'helmfile releases',
  find: files =>
    files
      .filter(file => /^helmfile.*\.ya?ml$/.test(basename(file)) || /(?:^|\/)helmfile\.d\//.test(file))
      .flatMap(file =>
        documentsOf(file).flatMap(data => listOf(child(data, 'releases')).map(one => [file, one] as const)),
      )
      .flatMap(([file, release]) => {
        const folder = dirname(file)
        const chart = chartOf(release, folder)
        const named = [
          ...listOf(child(release, 'values'))
            .map(textOf)
            .map(name => [name, false] as const),
          ...listOf(child(release, 'secrets'))
            .map(textOf)
            .map(name => [name, true] as const),
        ].map(([name, encrypted]) => [name.replaceAll(ENVIRONMENT, '{environment}'), encrypted] as const)
        const known = named.filter(([name]) => name !== '' && !name.includes('{{'))
        const values = known.map(([name, encrypted]) => layerAt(folder, name, encrypted)).filter(isThereOrPattern)
        // what the helmfile itself says is in no file, and only known where the helmfile is judged
        const saysMore =
          named.some(([name]) => name === '') || ['set', 'setString'].some(key => child(release, key) !== undefined)
        if (chart === null || values.length === 0 || saysMore) return []
        const isPattern = values.some(({ file: path }) => path.includes('{environment}'))
        const name = textOf(child(release, 'name')) || 'hub'
        return [{ name: isPattern ? `${name}-{environment}` : name, chart, values }]
      }),
}

/** The chart of a release: the published one, or a folder; null where it is another. */
function chartOf(release: unknown, folder: string): string | null {
  const written = textOf(child(release, 'chart'))
  const version = textOf(child(release, 'version'))
  if (/(?:^|\/)jupyterhub$/.test(written) && !written.startsWith('.'))
    return version === '' || version.includes('{{') ? 'jupyterhub' : `jupyterhub@${version}`
  const path = join(folder, written)
  return written.startsWith('.') && existsSync(join(path, 'Chart.yaml')) ? chartFolder(path) : null
}

function isThereOrPattern({ file, encrypted }: ProposedLayer): boolean {
  return encrypted || file.includes('{environment}') || existsSync(file)
}
