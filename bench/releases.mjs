// How long do a thousand hubs of four layers take, of which three are shared? Usage: npm run build && node bench/releases.mjs [N]

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { peakMebibytes } from './measure.mjs'

const count = Number(process.argv[2] ?? 1000)
const folder = mkdtempSync(join(tmpdir(), 'jhub-lint-bench-'))
try {
  mkdirSync(join(folder, 'hubs'))
  write(
    '.jhub-lint.yaml',
    'releases:\n  - name: "{hub}"\n    chart: jupyterhub@4.0.0\n    key: jupyterhub\n    values: [all.yaml, cloud.yaml, team.yaml, "hubs/{hub}.yaml"]\n',
  )
  write(
    'all.yaml',
    'jupyterhub:\n  hub:\n    config:\n      JupyterHub: { authenticator_class: github }\n      GitHubOAuthenticator: { allowed_organizations: [lab] }\n    extraConfig:\n      colour: |\n        c.JupyterHub.logo_file = "/srv/logo.png"\n  cull: { timeout: 3600 }\n',
  )
  const profiles = ['CPU', 'GPU', 'Large'].map(
    name =>
      `      - display_name: ${name}\n        kubespawner_override: { image: "quay.io/lab/${name.toLowerCase()}:2026-01-01", mem_limit: 4G }\n`,
  )
  write(
    'cloud.yaml',
    `jupyterhub:\n  singleuser:\n    storage: { capacity: 10Gi }\n    profileList:\n${profiles.join('')}`,
  )
  write('team.yaml', 'jupyterhub:\n  singleuser:\n    image: { name: quay.io/lab/notebook, tag: latest }\n')
  for (let i = 0; i < count; i += 1)
    write(
      `hubs/hub${i}.yaml`,
      `jupyterhub:\n  proxy: { https: { enabled: true, hosts: [hub${i}.example.org] } }\n  hub: { baseUrl: /${i}/ }\n`,
    )
  const args = [
    resolve('dist/jhub-lint.cjs'),
    '--policy',
    join(folder, '.jhub-lint.yaml'),
    '--all-releases',
    '--fail-on',
    'never',
    '--format',
    'json',
  ]
  const start = performance.now()
  const { stdout, status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 })
  const seconds = (performance.now() - start) / 1000
  if (status !== 0) throw new Error(stderr || `exit ${status}`)
  const { findings, inputs } = JSON.parse(stdout)
  console.log(
    `${count} releases of 4 layers: ${seconds.toFixed(2)} s, ${peakMebibytes(args)}; ${inputs.length} files, ${findings.length} findings, Node ${process.version}`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function write(name, text) {
  writeFileSync(join(folder, name), text)
}
