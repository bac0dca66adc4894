import { resolve } from 'node:path'
import type { WrittenPolicy } from '../engine/written-policy.ts'
import type { Path } from '../model/path.ts'
import type { SetFlag } from '../read/set-flags.ts'
import { findFiles, readInput } from './files.ts'
import type { InputFlags } from './program.ts'
import { namedReleases, ownersOf, type Release, releasesOf } from './releases.ts'
import { UserError } from './user-error.ts'

/** What a call says about its inputs: the flags that `lint`, `inspect` and `blame` share. */
export interface Call {
  readonly files: readonly string[]
  /** `-f`, in order. */
  readonly values: readonly string[]
  /** The releases of the policy that are judged. */
  readonly releases: readonly Release[]
  /** The files of releases that are not judged, by their absolute names. */
  readonly elsewhere: ReadonlySet<string>
  readonly set: readonly SetFlag[]
  /** `--key`, as a path; null where it is to be found. */
  readonly key: Path | null
  readonly chartVersion: string | null
  /** The chart version that the policy file names. */
  readonly policyVersion: string | null
  /** `--chart`: a folder or an archive that holds a chart. */
  readonly chart: string | null
  readonly helm: 3 | 4
  /** As Helm's `--skip-schema-validation`: the values need not fit the chart's schema. */
  readonly skipSchema: boolean
  /** Whether a lone file counts as the whole hub, as `inspect` takes it. */
  readonly loneIsWhole: boolean
}

/** What does not stand in the flags. */
export interface Manner extends Pick<Call, 'loneIsWhole'> {
  /** The policy file, which knows the chart version and which files make a hub. */
  readonly policy: WrittenPolicy | null
}

/** What a call says about its inputs. Throws `UserError` where there are none, and where the policy's releases are wrong. */
export async function callOf(
  files: readonly string[],
  flags: InputFlags,
  { loneIsWhole, policy }: Manner,
): Promise<Call> {
  const { lone, releases, elsewhere } = await sorted(files, flags, policy)
  if (files.length === 0 && flags.values.length === 0 && flags.chart === undefined && releases.length === 0)
    throw new UserError(
      policy !== null && policy.releases.length > 0
        ? `no file given (--all-releases takes the releases of ${policy.file})`
        : 'no file given (try: jhub-lint config.yaml, or jhub-lint --help)',
    )
  const set: SetFlag[] = [
    ...flags.setJson.map(text => ({ kind: 'set-json', text }) as const),
    ...flags.set.map(text => ({ kind: 'set', text }) as const),
    ...flags.setString.map(text => ({ kind: 'set-string', text }) as const),
    ...flags.setFile.map(text => ({ kind: 'set-file', text, read: readTextFile }) as const),
    ...flags.setLiteral.map(text => ({ kind: 'set-literal', text }) as const),
  ]
  return {
    files: lone,
    values: flags.values,
    releases,
    elsewhere,
    set,
    key: flags.key === undefined ? null : keyPath(flags.key),
    chartVersion: flags.chartVersion ?? null,
    policyVersion: policy?.chartVersion ?? null,
    chart: flags.chart ?? null,
    helm: flags.helmVersion === '3' ? 3 : 4,
    skipSchema: flags.skipSchemaValidation,
    loneIsWhole,
  }
}

/** `basehub.jupyterhub` as a path; `.` is the root. */
export function keyPath(written: string): Path {
  return written === '.' ? [] : written.split('.').filter(step => step !== '')
}

/** What a call's files come to. */
interface Sorted extends Pick<Call, 'releases' | 'elsewhere'> {
  /** Files of no release. */
  readonly lone: readonly string[]
}

/** Files on their own, and the releases that the call names or that its files belong to. */
async function sorted(files: readonly string[], flags: InputFlags, policy: WrittenPolicy | null): Promise<Sorted> {
  if (policy === null || policy.releases.length === 0) {
    namedReleases([], flags.release)
    if (flags.allReleases) throw new UserError('--all-releases: the policy file has no releases, or there is none')
    return { lone: files, releases: [], elsewhere: new Set() }
  }
  const all = await releasesOf(policy)
  const chosen = new Set(flags.allReleases ? all : namedReleases(all, flags.release))
  // a call that says what its files are is taken at its word
  if (flags.chart !== undefined || flags.key !== undefined) return parted(files, all, chosen)
  const owners = ownersOf(all)
  const lone: string[] = []
  for (const file of await findFiles(files)) {
    const own = owners(file)
    for (const release of own) chosen.add(release)
    const isPolicy = resolve(file) === resolve(policy.file) && !files.includes(file)
    if (own.length === 0 && !isPolicy) lone.push(file)
  }
  return parted(lone, all, chosen)
}

function parted(lone: readonly string[], all: readonly Release[], chosen: ReadonlySet<Release>): Sorted {
  const others = all.filter(release => !chosen.has(release))
  return {
    lone,
    releases: all.filter(release => chosen.has(release)),
    elsewhere: new Set(others.flatMap(({ layers }) => layers.map(({ file }) => resolve(file)))),
  }
}

function readTextFile(file: string): string {
  const content = readInput(file)
  if ('tooLarge' in content) throw new UserError(`--set-file: ${file} is too large`)
  return new TextDecoder('utf-8').decode(content.bytes)
}
