// The linters that are compared: how each is had, called and read. Each runs with its default checks and with those besides that
// concern the questions asked; what else it finds (probes, limits, …) does not count, for or against.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const POLICY = fileURLToPath(new URL('policy.rego', import.meta.url))
const TEN_MINUTES = 600_000

export const tools = [
  {
    name: 'jhub-lint',
    command: ['lint', '--no-policy', '--fail-on', 'never', '--format', 'json'],
    // its rules, by the question that they answer
    checks: {
      'privileged-container': 'privileged',
      'untagged-image': 'image',
      'floating-image-tag': 'image',
      'invalid-image': 'image',
      'host-path': 'host path',
      'added-capability': 'capability',
    },
    read: answer => answer.findings.map(finding => finding.rule),
  },
  {
    // checks: stackrox/kube-linter:pkg/builtinchecks/yamls; the shape of the answer: stackrox/kube-linter@2a8118a:pkg/run/run.go
    name: 'kube-linter',
    module: 'golang.stackrox.io/kube-linter/cmd/kube-linter',
    command: ['lint', '--add-all-built-in', '--format', 'json'],
    checks: {
      'privileged-container': 'privileged',
      'latest-tag': 'image',
      'sensitive-host-mounts': 'host path',
      'docker-sock': 'host path',
      'container-runtime-sock': 'host path',
    },
    read: answer => (answer.Reports ?? []).map(report => report.Check),
  },
  {
    // checks: `kube-score list`
    name: 'kube-score',
    module: 'github.com/zegl/kube-score/cmd/kube-score',
    command: ['score', '--output-format', 'json'],
    checks: { 'container-security-context-privileged': 'privileged', 'container-image-tag': 'image' },
    read: answer => answer.flatMap(object => object.checks.filter(scoredDown).map(({ check }) => check.id)),
  },
  {
    // checks: FairwindsOps/polaris@0ef08fc:pkg/config/default.yaml; shape of the answer: FairwindsOps/polaris@b1e3ec9:pkg/config/examples/output.json
    name: 'polaris',
    module: 'github.com/fairwindsops/polaris',
    command: ['audit', '--format', 'json', '--audit-path'],
    checks: {
      runAsPrivileged: 'privileged',
      tagNotSpecified: 'image',
      hostPathSet: 'host path',
      dangerousCapabilities: 'capability',
    },
    read: failedInside,
  },
  {
    // checks: `checkov --list --framework kubernetes`
    name: 'checkov',
    package: 'checkov',
    command: ['--framework', 'kubernetes', '--skip-download', '--compact', '--output', 'json', '--file'],
    checks: {
      CKV_K8S_16: 'privileged',
      CKV_K8S_14: 'image',
      CKV_K8S_27: 'host path',
      CKV_K8S_25: 'capability',
      CKV_K8S_39: 'capability',
    },
    read: answer => answer.results.failed_checks.map(check => check.check_id),
  },
  {
    name: 'conftest',
    note: ', our policy',
    module: 'github.com/open-policy-agent/conftest',
    command: ['test', '--output', 'json', '--policy', POLICY],
    checks: { privileged: 'privileged', image: 'image', 'host path': 'host path', capability: 'capability' },
    read: answer => answer.flatMap(file => (file.failures ?? []).map(failure => failure.metadata.check)),
  },
]

/** Where a tool is and which version: found on the PATH or in the cache, else installed into the cache; or why it cannot be had. */
export function have(tool) {
  if (tool.module === undefined && tool.package === undefined) {
    const built = resolve('dist/jhub-lint.cjs')
    if (!existsSync(built)) return { why: 'run `npm run build` first' }
    return { run: [process.execPath, built], version: JSON.parse(readFileSync('package.json', 'utf8')).version }
  }
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'jhub-lint-peers')
  const windows = process.platform === 'win32'
  const bin = tool.module ? join(cache, 'bin') : join(cache, tool.name, windows ? 'Scripts' : 'bin')
  const program = windows ? `${tool.name}.exe` : tool.name
  const found = [...(process.env['PATH'] ?? '').split(delimiter), bin].map(at => join(at, program)).find(existsSync)
  const refused = found === undefined ? (tool.module ? install(tool.module, bin) : installPython(tool, cache)) : null
  if (refused !== null) return { why: refused }
  const path = found ?? join(bin, program)
  return { run: [path], version: tool.module ? versionOf(path) : spawnSync(path, ['--version'], TEXT).stdout.trim() }
}

/** The questions that a tool answers with "wrong" about a file. */
export function ask(tool, run, file) {
  const [program, ...args] = [...run, ...tool.command, file]
  const done = spawnSync(program, args, TEXT)
  let answer
  try {
    answer = JSON.parse(done.stdout)
  } catch {
    throw new Error(`${tool.name} gave no answer about ${file} (exit status ${done.status}):\n${done.stderr}`)
  }
  return new Set(tool.read(answer).flatMap(check => tool.checks[check] ?? []))
}

const TEXT = { encoding: 'utf8', maxBuffer: 1 << 28 }

/** Null when a module's newest release could be built and installed, else why not, in a few words. */
function install(module, bin) {
  mkdirSync(bin, { recursive: true })
  console.error(`go install ${module}@latest`)
  const env = { ...process.env, GOBIN: bin }
  const done = spawnSync('go', ['install', `${module}@latest`], { ...TEXT, env, timeout: TEN_MINUTES })
  if (done.error?.code === 'ENOENT') return 'Go is not installed'
  if (done.error !== undefined) return done.error.message
  if (done.status === 0) return null
  console.error(done.stderr.trim())
  return `\`go install\` says "${done.stderr.trim().split('\n')[0].split(': ').at(-1)}"`
}

/** The same for a package of Python, which gets an environment of its own. */
function installPython(tool, cache) {
  mkdirSync(cache, { recursive: true })
  const python = process.platform === 'win32' ? 'python' : 'python3'
  const environment = join(cache, tool.name)
  for (const args of [
    ['-m', 'venv', environment],
    ['-m', 'pip', '--python', environment, 'install', '--quiet', tool.package],
  ]) {
    console.error(`${python} ${args.join(' ')}`)
    const done = spawnSync(python, args, { ...TEXT, timeout: TEN_MINUTES })
    if (done.error?.code === 'ENOENT') return 'Python is not installed'
    if (done.error !== undefined) return done.error.message
    if (done.status !== 0) return `\`pip install\` says "${done.stderr.trim().split('\n').at(-1)}"`
  }
  return null
}

/** The version of the module that a program was built from, as Go wrote it into the program. */
function versionOf(path) {
  const { stdout } = spawnSync('go', ['version', '-m', path], TEXT)
  return /^\tmod\t\S+\t(\S+)/m.exec(stdout ?? '')?.[1].replace(/^v/, '') ?? 'of unknown version'
}

/** kube-score grades from 1 (critical) to 10 (fine), and calls 5 a warning (zegl/kube-score@v1.20.0:scorecard/scorecard.go). */
function scoredDown({ skipped, grade }) {
  return !skipped && grade <= 5
}

/** The ids of all failed results of polaris, which hang on the object, on its pod and on each container. */
function failedInside(answer) {
  if (typeof answer !== 'object' || answer === null) return []
  const inside = Object.values(answer).flatMap(failedInside)
  return answer.Success === false ? [answer.ID, ...inside] : inside
}
