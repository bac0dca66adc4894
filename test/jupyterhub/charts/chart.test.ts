import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { filesOf } from '../../../src/jupyterhub/charts/chart.ts'
import { NEWEST, OLDEST, versions } from '../../../src/jupyterhub/charts/releases.ts'
import { chart } from '../hub.ts'

const CHARTS = new URL('../../../src/jupyterhub/charts/', import.meta.url)

describe('the charts', () => {
  it('are listed in order, from the oldest to the newest known', () => {
    expect(versions().at(0)).toBe(OLDEST)
    expect(versions().at(-1)).toBe(NEWEST)
  })

  it.each(versions())('%s has its defaults, with its own images tagged by its version', version => {
    expect(chart(version)).toMatchObject({ version, defaults: { hub: { image: { tag: version } } } })
  })

  it.each(['defaults', 'schemas', 'templates'])('use every recorded file of %s', folder => {
    const used = versions().map(version => filesOf(version)[folder === 'schemas' ? 'schema' : (folder as 'defaults')])
    const files = [...new Set(used)].filter(name => name !== null).map(name => `${name}.json`)
    expect(readdirSync(new URL(folder, CHARTS)).sort()).toEqual(files.sort())
  })

  it('know what runs in the hub', () => {
    expect(chart('3.3.8')).toMatchObject({ jupyterhub: '4.1.6', oauthenticator: '16.3.1', kubespawner: '6.2.0' })
  })

  it('have the defaults of their own time', () => {
    expect(chart('0.9.1').defaults).toMatchObject({ auth: { type: 'dummy' }, cull: { timeout: 3600 } })
    expect(chart('4.4.0').defaults).toMatchObject({ hub: { config: { JupyterHub: { authenticator_class: 'dummy' } } } })
  })
})
