import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { UserError } from './user-error.ts'

/** The files of a chart that decide about values, as bytes, and the charts below its `charts/`. */
export interface ChartFiles {
  /** The folder or archive as people name it; in an archive, with the path inside. */
  readonly place: string
  /** Whether it comes out of an archive, which nobody edits. */
  readonly isPacked: boolean
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly charts: readonly ChartFiles[]
}

const WANTED = [
  'Chart.yaml',
  'Chart.lock',
  'requirements.yaml',
  'requirements.lock',
  'values.yaml',
  'values.schema.json',
]

/** What Helm takes of one file, and of all files of a chart. Source: helm/helm@v4.2.4:pkg/chart/loader/archive/archive.go. */
const LARGEST_FILE = 5 * 1024 * 1024
const LARGEST_CHART = 100 * 1024 * 1024
/** Charts nested deeper than any real one: a link that leads to itself, an archive that holds itself. */
const DEEPEST = 10

/** Reads the chart in a folder or an archive. Throws `UserError` if there is none, or it is not one that Helm would take. */
export async function readChartFiles(place: string): Promise<ChartFiles> {
  const found = statSync(place, { throwIfNoEntry: false })
  if (found === undefined) throw new UserError(`--chart ${place}: there is no such folder or file`)
  const reader = new Reader()
  const chart = found.isDirectory()
    ? await reader.folder(place, 0)
    : await reader.archive(place, readFileSync(place), 0)
  if (!chart.files.has('Chart.yaml')) throw new UserError(`--chart ${place}: there is no Chart.yaml`)
  return chart
}

/** Reads with one allowance for everything that a chart holds. */
class Reader {
  private left = LARGEST_CHART

  async folder(place: string, depth: number): Promise<ChartFiles> {
    tooDeep(place, depth)
    const files = new Map<string, Uint8Array>()
    for (const name of WANTED) {
      const path = join(place, name)
      const found = statSync(path, { throwIfNoEntry: false })
      if (found === undefined) continue
      if (!found.isFile()) throw new UserError(`${path}: it is not a file`)
      this.take(path, found.size, LARGEST_FILE)
      files.set(name, readFileSync(path))
    }
    const below = join(place, 'charts')
    const charts: ChartFiles[] = []
    for (const name of existsSync(below) ? readdirSync(below).sort() : []) {
      const path = join(below, name)
      if (/^[_.]/.test(name)) continue
      if (statSync(path).isDirectory()) charts.push(await this.folder(path, depth + 1))
      else if (name.endsWith('.tgz')) charts.push(await this.archive(path, readFileSync(path), depth + 1))
    }
    return { place, isPacked: false, files, charts }
  }

  async archive(place: string, bytes: Uint8Array, depth: number): Promise<ChartFiles> {
    tooDeep(place, depth)
    return this.tree(place, await this.unpack(place, bytes), depth)
  }

  /** Puts the files of an archive into the charts that they belong to. */
  private async tree(place: string, all: ReadonlyMap<string, Uint8Array>, depth: number): Promise<ChartFiles> {
    const files = new Map<string, Uint8Array>()
    const inside = new Map<string, Map<string, Uint8Array>>()
    const charts: ChartFiles[] = []
    for (const [name, bytes] of all) {
      const [folder, chart, ...rest] = name.split('/')
      if (WANTED.includes(name)) files.set(name, bytes)
      if (folder !== 'charts' || chart === undefined || /^[_.]/.test(chart)) continue
      if (rest.length > 0) inside.set(chart, (inside.get(chart) ?? new Map()).set(rest.join('/'), bytes))
      else if (chart.endsWith('.tgz')) charts.push(await this.archive(`${place}/${name}`, bytes, depth + 1))
    }
    for (const [chart, own] of inside) charts.push(await this.tree(`${place}/charts/${chart}`, own, depth + 1))
    return { place, isPacked: true, files, charts }
  }

  /** The files of an archive that are wanted, by their names without the folder that all are in. */
  private async unpack(place: string, bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
    const { extract } = await import('tar-stream')
    const { gunzipSync } = await import('node:zlib')
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b)
      throw new UserError(`${place}: it is no gzipped archive, as "helm package" makes it`)
    const archive = extract()
    try {
      archive.end(gunzipSync(bytes, { maxOutputLength: this.left }))
      const files = new Map<string, Uint8Array>()
      for await (const entry of archive) {
        const { name, type = 'file', size = 0 } = entry.header
        const inner = insideOf(place, name)
        if (type !== 'directory' && isWanted(inner)) {
          if (type !== 'file' && type !== 'contiguous-file')
            throw new UserError(`${place}: "${name}" is a ${type}, not a file; charts hold only files`)
          this.take(`${place}: "${name}"`, size, LARGEST_FILE)
          const pieces: Uint8Array[] = []
          for await (const piece of entry) pieces.push(piece as Uint8Array)
          files.set(inner, Buffer.concat(pieces))
        } else entry.resume()
      }
      return files
    } catch (error) {
      if (error instanceof UserError) throw error
      throw new UserError(`${place}: ${describe(error)}`)
    }
  }

  private take(what: string, size: number, largest: number): void {
    this.left -= size
    if (size > largest)
      throw new UserError(`${what} has ${mebibytes(size)} MiB; Helm takes files up to ${mebibytes(largest)} MiB`)
    if (this.left < 0) throw new UserError(`${what}: the chart is larger than ${mebibytes(LARGEST_CHART)} MiB`)
  }
}

/** The path of an archive's entry below the folder that all its entries are in. */
function insideOf(place: string, name: string): string {
  const steps = name.replaceAll('\\', '/').split('/')
  if (steps.includes('..') || steps[0] === '' || /^[A-Za-z]:$/.test(steps[1] ?? ''))
    throw new UserError(`${place}: it holds "${name}", which leads out of the chart's folder`)
  if (steps.length === 1 && steps[0] === 'Chart.yaml')
    throw new UserError(`${place}: Chart.yaml must stand in a folder of the archive, as "helm package" puts it`)
  return steps
    .slice(1)
    .filter(step => step !== '' && step !== '.')
    .join('/')
}

function isWanted(path: string): boolean {
  return WANTED.includes(basename(path)) || (path.startsWith('charts/') && path.endsWith('.tgz'))
}

function tooDeep(place: string, depth: number): void {
  if (depth > DEEPEST) throw new UserError(`${place}: charts are nested deeper than ${DEEPEST}; does one hold itself?`)
}

function describe(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ERR_BUFFER_TOO_LARGE') return `unpacked, it is larger than ${mebibytes(LARGEST_CHART)} MiB`
  return `the archive is damaged (${error instanceof Error ? error.message.toLowerCase() : 'unknown'})`
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024)
}
