// Programs that tests run against ours. They are made once, or fetched, and kept in a cache; what cannot be had says why.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'jhub-lint')
const HELMS = { 3: 'helm.sh/helm/v3/cmd/helm@v3.21.4', 4: 'helm.sh/helm/v4/cmd/helm@v4.2.4' }

/** Helm, made with Go. */
export function helm(version) {
  const module = HELMS[version]
  const cache = join(CACHE, module.replaceAll('/', '_'))
  return made(join(cache, 'helm'), `helm ${version}`, 'go', ['install', module], { GOBIN: cache })
}

/** The API server, made with Go from the modules that go.sum names: that takes some minutes and 2 GB. */
export function apiServer() {
  const source = 'test/cluster/apiserver'
  const version = /k8s\.io\/kubernetes v(\d+)\.(\d+)\.\d+/.exec(readFileSync(join(source, 'go.mod'), 'utf8'))
  const sum = createHash('sha256')
    .update(readFileSync(join(source, 'go.sum')))
    .digest('hex')
  const program = join(CACHE, `kube-apiserver_${sum.slice(0, 16)}`, 'kube-apiserver')
  const [named, major, minor] = version ?? []
  const at = 'k8s.io/component-base/version'
  // Helm refuses charts for newer clusters where the server does not know its version
  const stated = { gitVersion: named?.split(' ')[1], gitMajor: major, gitMinor: minor }
  const flags = Object.entries(stated).map(([key, value]) => `-X ${at}.${key}=${value}`)
  return made(program, 'kube-apiserver', 'go', [
    ...['build', '-C', source, '-buildvcs=false', '-ldflags', `-s -w ${flags.join(' ')}`, '-o', program, '.'],
  ])
}

/** etcd: what is installed, else the package of Debian or Ubuntu, unpacked. */
export function etcd() {
  if (spawnSync('etcd', ['--version']).status === 0) return { program: 'etcd' }
  const folder = join(CACHE, 'etcd')
  const program = join(folder, 'usr/bin/etcd')
  if (existsSync(program)) return { program }
  mkdirSync(folder, { recursive: true })
  const fetched = spawnSync('apt-get', ['download', 'etcd-server'], { cwd: folder, encoding: 'utf8' })
  const file = readdirSync(folder).find(name => name.endsWith('.deb'))
  if (file === undefined) return { missing: `etcd: ${reason(fetched)}` }
  return made(program, 'etcd', 'dpkg-deb', ['-x', join(folder, file), folder])
}

/** A Python with KubeSpawner. */
export function kubeSpawner() {
  const folder = join(CACHE, 'kubespawner_7.0.0')
  const program = join(folder, 'bin/python')
  if (spawnSync(program, ['-c', 'import kubespawner']).status === 0) return { program }
  const venv = spawnSync('python3', ['-m', 'venv', folder], { encoding: 'utf8' })
  if (venv.status !== 0) return { missing: `KubeSpawner: ${reason(venv)}` }
  const pip = spawnSync(program, ['-m', 'pip', '-q', 'install', 'jupyterhub-kubespawner==7.0.0'], { encoding: 'utf8' })
  return pip.status === 0 ? { program } : { missing: `KubeSpawner: ${reason(pip)}` }
}

/** The real chart of JupyterHub: the folder or package that JHUB_LINT_JUPYTERHUB_CHART names, else as it is published. */
export function jupyterhubChart() {
  const named = process.env.JHUB_LINT_JUPYTERHUB_CHART
  if (named !== undefined) return { program: named }
  const folder = join(CACHE, 'charts')
  const chart = join(folder, 'jupyterhub-4.4.0.tgz')
  const by = helm(4)
  if ('missing' in by) return by
  mkdirSync(folder, { recursive: true })
  const from = ['--repo', 'https://hub.jupyter.org/helm-chart', '--version', '4.4.0', '--destination', folder]
  return made(chart, 'the jupyterhub chart', by.program, ['pull', 'jupyterhub', ...from])
}

function made(program, name, command, args, env = {}) {
  if (existsSync(program)) return { program }
  const done = spawnSync(command, args, { env: { ...process.env, ...env }, encoding: 'utf8' })
  return done.status === 0 && existsSync(program) ? { program } : { missing: `${name}: ${reason(done)}` }
}

function reason({ error, stderr }) {
  return error === undefined ? (stderr.trim().split('\n').at(-1) ?? 'it failed') : error.message
}
