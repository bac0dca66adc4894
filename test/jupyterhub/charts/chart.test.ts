import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { chartOf, defaultsFile } from '../../../src/jupyterhub/charts/chart.ts'
import { NEWEST, OLDEST, versions } from '../../../src/jupyterhub/charts/releases.ts'

const DEFAULTS = new URL('../../../src/jupyterhub/charts/defaults/', import.meta.url)
const load = (version: string) => chartOf(version, readFileSync(new URL(defaultsFile(version), DEFAULTS), 'utf8'))

describe('the charts', () => {
  it('are listed in order, from the oldest to the newest known', () => {
    expect(versions().at(0)).toBe(OLDEST)
    expect(versions().at(-1)).toBe(NEWEST)
  })

  it.each(versions())('%s has its defaults, with its own images tagged by its version', version => {
    expect(existsSync(new URL(defaultsFile(version), DEFAULTS))).toBe(true)
    expect(load(version)).toMatchObject({ version, defaults: { hub: { image: { tag: version } } } })
  })

  it('use every recorded file', () => {
    expect(readdirSync(DEFAULTS).sort()).toEqual([...new Set(versions().map(defaultsFile))].sort())
  })

  it('know what runs in the hub', () => {
    expect(load('3.3.8')).toMatchObject({ jupyterhub: '4.1.6', oauthenticator: '16.3.1', kubespawner: '6.2.0' })
  })

  it('have the defaults of their own time', () => {
    expect(load('0.9.1').defaults).toMatchObject({ auth: { type: 'dummy' }, cull: { timeout: 3600 } })
    expect(load('4.4.0').defaults).toMatchObject({ hub: { config: { JupyterHub: { authenticator_class: 'dummy' } } } })
  })
})
