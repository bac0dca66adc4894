import { describe, expect, it } from 'vitest'
import { culling } from '../../src/jupyterhub/culling.ts'
import { printPath } from '../../src/model/path.ts'
import { hubFrom } from './hub.ts'

const MODULE = 'python3, -m, jupyterhub_idle_culler'
const off = 'cull: {enabled: false}'

describe('culling', () => {
  it.each([
    // the chart's culler
    ['4.4.0', '', { verdict: 'active', by: 'chart', idleSeconds: 3600, everySeconds: 600, maxAgeSeconds: null }],
    ['0.8.2', '', { verdict: 'active', by: 'chart', idleSeconds: 3600, everySeconds: 600 }],
    [
      '4.4.0',
      'cull: {timeout: 7200, every: 0, maxAge: 86400}',
      { idleSeconds: 7200, everySeconds: 3600, maxAgeSeconds: 86400 },
    ],
    ['4.4.0', 'cull: {timeout: 0}', { verdict: 'active', idleSeconds: 600 }],
    ['4.4.0', 'cull: {timeout: null}', { verdict: 'active', idleSeconds: 600 }],
    ['4.4.0', off, { verdict: 'missing', by: null, idleSeconds: null }],
    // undone
    ['4.4.0', 'hub: {extraConfig: {a: "c.JupyterHub.services = []"}}', { verdict: 'missing' }],
    ['4.4.0', 'hub: {extraConfig: {a: "c.JupyterHub.load_roles = []"}}', { verdict: 'missing' }],
    ['4.4.0', 'hub: {config: {JupyterHub: {load_roles: [{name: staff}]}}}', { verdict: 'missing' }],
    ['4.4.0', 'hub: {args: [jupyterhub, --config, /srv/own.py]}', { verdict: 'missing' }],
    // not undone
    ['4.4.0', 'hub: {config: {JupyterHub: {services: []}}}', { verdict: 'active', by: 'chart' }],
    ['1.2.0', 'hub: {extraConfig: {a: "c.JupyterHub.load_roles = []"}}', { verdict: 'active', by: 'chart' }],
    ['4.4.0', 'hub: {extraConfig: {a: "c.JupyterHub.services.append(f())"}}', { verdict: 'active', by: 'chart' }],
    // a service of one's own
    [
      '4.4.0',
      `${off}\nhub: {services: {own: {command: [${MODULE}, --timeout=1200]}}, loadRoles: {own: {scopes: [delete:servers], services: [own]}}}`,
      { verdict: 'active', by: 'service', idleSeconds: 1200, everySeconds: 600 },
    ],
    ['4.4.0', `${off}\nhub: {services: {own: {command: [${MODULE}]}}}`, { verdict: 'missing' }],
    [
      '1.2.0',
      `${off}\nhub: {services: {own: {admin: true, command: "cull_idle_servers.py --cull_every 60"}}}`,
      { verdict: 'active', by: 'service', idleSeconds: 600, everySeconds: 60 },
    ],
    ['1.2.0', `${off}\nhub: {services: {own: {command: [${MODULE}]}}}`, { verdict: 'missing' }],
    // servers that end themselves
    [
      '4.4.0',
      `${off}\nsingleuser: {extraFiles: {a: {mountPath: /etc/jupyter/jupyter_server_config.json, data: {ServerApp: {shutdown_no_activity_timeout: 900}}}}}`,
      { verdict: 'active', by: 'server', idleSeconds: 900 },
    ],
    [
      '4.4.0',
      `${off}\nsingleuser: {extraFiles: {a: {mountPath: /etc/jupyter/jupyter_notebook_config.py, stringData: "c.NotebookApp.shutdown_no_activity_timeout = 60 * 30"}}}`,
      { verdict: 'active', by: 'server', idleSeconds: 1800 },
    ],
    [
      '4.4.0',
      `${off}\nsingleuser: {extraFiles: {a: {mountPath: /etc/jupyter/jupyter_server_config.py, stringData: "# c.ServerApp.shutdown_no_activity_timeout = 60"}}}`,
      { verdict: 'missing' },
    ],
    [
      '4.4.0',
      `${off}\nsingleuser: {cmd: [jupyterhub-singleuser, --ServerApp.shutdown_no_activity_timeout=600]}`,
      { verdict: 'active', by: 'server', idleSeconds: 600 },
    ],
    // kernels are culled, their server stays
    [
      '4.4.0',
      `${off}\nsingleuser: {extraFiles: {a: {mountPath: /etc/jupyter/jupyter_server_config.json, data: {MappingKernelManager: {cull_idle_timeout: 900}}}}}`,
      { verdict: 'missing' },
    ],
    // what cannot be known
    ['4.4.0', 'hub: {extraConfig: {a: "c.JupyterHub.services = f()"}}', { verdict: 'unknown' }],
    ['4.4.0', `${off}\nhub: {extraConfig: {a: "c.JupyterHub.services.append(f())"}}`, { verdict: 'unknown' }],
    ['4.4.0', 'hub: {existingSecret: other}', { verdict: 'unknown' }],
  ])('%s %s', async (version, yaml, expected) => {
    expect(culling(await hubFrom(version, yaml))).toMatchObject(expected)
  })

  it.each([
    ['', 'cull.timeout'],
    [off, 'cull.enabled'],
    ['hub: {config: {JupyterHub: {load_roles: [{name: staff}]}}}', 'hub.config.JupyterHub.load_roles'],
  ])('points at the setting that decides: %s', async (yaml, path) => {
    const [first] = culling(await hubFrom('4.4.0', yaml)).because
    expect(printPath(first?.at.origin().path ?? [])).toBe(path)
  })
})
