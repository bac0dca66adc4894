import { describe, expect, it } from 'vitest'
import { resolveVersion } from '../../../src/jupyterhub/charts/versions.ts'

describe('resolveVersion', () => {
  it.each([
    // exact
    ['3.3.8', '3.3.8'],
    ['v3.3.8', '3.3.8'],
    ['4.4.0', '4.4.0'],
    ['0.8.0', '0.8.0'],
  ])('%s is taken as it is', (written, version) => {
    expect(resolveVersion(written)).toEqual({ version, note: null })
  })

  it.each([
    // ranges: the newest known that fits
    ['3', '3.3.8'],
    ['3.2', '3.2.1'],
    ['3.x', '3.3.8'],
    ['~3.2.0', '3.2.1'],
    ['^3.0.0', '3.3.8'],
    ['^0.10', '0.10.6'],
    ['>=2.0.0-0, <4.0.0-0', '3.3.8'],
    ['>= 2.0.0 < 4', '3.3.8'],
    ['<=3.2', '3.2.1'],
    ['>3.3', '4.4.0'],
    ['1.0 - 2.0', '2.0.0'],
    ['1.x || 2.x', '2.0.0'],
    ['!=4.4.0', '4.3.5'],
    ['*', '4.4.0'],
    // unknown patches: the nearest lower known
    ['3.3.9', '3.3.8'],
    ['3.4.0', '3.3.8'],
    ['1.1.9', '1.1.4'],
    // development versions come before the release they lead to
    ['4.3.4-0.dev.git.7210.h1a2b3c4d', '4.3.3'],
    ['3.0.0-beta.1', '2.0.0'],
    ['4.0.0-0.dev.git.6600.h1a2b3c4d', '3.3.8'],
    ['0.9.0-beta.4.n008.hb20ad22', '0.8.2'],
    // those of charts up to 1.x come after the release they are named after
    ['1.1.3-n354.h751bc313', '1.1.3'],
    ['0.9.0-002.b20ad22', '0.9.0'],
    // newer than known
    ['4.5.0', '4.4.0'],
    ['4.4.1-0.dev.git.7400.h1a2b3c4d', '4.4.0'],
    ['^5', '4.4.0'],
    ['main', '4.4.0'],
    ['0.0.1-set.by.chartpress', '4.4.0'],
    // older than known
    ['0.7.0', '0.8.0'],
    ['v0.6', '0.8.0'],
  ])('%s is judged as %s, and said so', (written, version) => {
    expect(resolveVersion(written)).toEqual({ version, note: expect.stringContaining(version) })
  })
})
