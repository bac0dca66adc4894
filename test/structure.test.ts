import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { rules } from '../rules/index.ts'

/** Who may import whom. This table is the architecture; docs/architecture.md says why. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/model': [],
  'src/read': ['src/model'],
  'src/jupyterhub': ['src/model'],
  'src/engine': ['src/model'],
  'src/report': ['src/model'],
  'src/vap': ['src/model', 'src/jupyterhub', 'src/engine'],
  'src/subjects': ['src/model', 'src/read', 'src/jupyterhub', 'src/engine'],
  rules: ['src/model', 'src/jupyterhub'],
  'src/cli': [
    'src/model',
    'src/read',
    'src/jupyterhub',
    'src/engine',
    'src/report',
    'src/subjects',
    'src/vap',
    'rules',
  ],
  webhook: ['src/model', 'src/read', 'src/jupyterhub', 'src/engine', 'src/subjects', 'rules'],
}

/** What touches the world outside; the edges alone may. */
const OUTSIDE = /^(node:|process$|fs$|path$|commander$)/
const EDGES = ['src/cli', 'webhook']

const files = Object.keys(MAY_IMPORT).flatMap(room => sources(room).map(file => [room, file] as const))

test.each(files)('%s/…: %s imports only what it may', (room, file) => {
  for (const name of imports(file)) {
    if (!name.startsWith('.')) {
      if (!EDGES.includes(room)) expect(name).not.toMatch(OUTSIDE)
      continue
    }
    const target = relative('.', join(dirname(file), name))
    const targetRoom = Object.keys(MAY_IMPORT).find(other => target.startsWith(`${other}/`))
    if (target === 'package.json' && EDGES.includes(room)) continue
    expect([room, ...(MAY_IMPORT[room] ?? [])], `${file} imports ${target}`).toContain(targetRoom)
  }
})

test('the core reads no environment, clock or process', () => {
  for (const [room, file] of files) {
    if (EDGES.includes(room)) continue
    expect(readFileSync(file, 'utf8'), file).not.toMatch(
      /(?<![\w-])process\.|\bDate\.now\(|\bnew Date\(\)|\bperformance\.now|Math\.random/,
    )
  }
})

test('only the edges bring in the list of rules', () => {
  for (const [room, file] of files)
    if (!EDGES.includes(room) && room !== 'rules')
      for (const name of imports(file)) expect(name, file).not.toMatch(/rules\/index\.ts$/)
})

test('every rule file is in the list, once, in order', () => {
  const names = readdirSync('rules').filter(name => name.endsWith('.ts') && name !== 'index.ts')
  expect(rules.map(rule => `${rule.id}.ts`)).toEqual(names.sort())
})

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sources(path)
    return path.endsWith('.ts') ? [path] : []
  })
}

function imports(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(match => match[1] ?? '')
}
