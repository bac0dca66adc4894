import { expect, test } from 'vitest'
import { lintJson } from './run.ts'
import { scratch } from './scratch.ts'

const HUB = '    hub:\n      config:\n        JupyterHub:\n          admin_access: false\n'
const cwd = scratch({
  'binder.yaml': `binderhub:\n  config:\n    BinderHub:\n      use_registry: true\n  jupyterhub:\n${HUB}`,
  'umbrella.yaml': `platform:\n  jupyterhub:\n${HUB}`,
  'layer.yaml': 'jupyterhub:\n  singleuser:\n    storage:\n      extraVolumeMounts:\n        10-home:\n',
})
const rules = (args: string[]) => lintJson(args, { cwd }).findings.map(({ rule }) => rule)

test('BinderHub lets nobody log in by its own values, so its hub is not called a dummy', () => {
  expect(rules(['--key', 'binderhub.jupyterhub', 'binder.yaml'])).not.toContain('dummy-authenticator')
})

test('an umbrella chart that is not known has what its files say', () => {
  expect(rules(['--key', 'platform.jupyterhub', 'umbrella.yaml'])).toContain('dummy-authenticator')
})

test('a null in one layer takes away what another says, and breaks nothing', () => {
  expect(
    lintJson(['layer.yaml'], { cwd })
      .findings.map(({ message }) => message)
      .join(),
  ).not.toContain('never')
})
