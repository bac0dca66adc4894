import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from './run.ts'
import { scratch } from './scratch.ts'

const cwd = scratch({
  'open.yaml': 'hub:\n  config:\n    JupyterHub:\n      authenticator_class: dummy\n',
  'compose.yaml': 'services:\n  web:\n    image: nginx\n',
  'taken/file': '',
})
const at = (file: string) => join(cwd, file)

test('several reports come of one run: one on standard output, the others in files', () => {
  const { status, out, err } = run(
    ['--format', 'text', '--format', 'sarif:a.sarif', '--format', 'gitlab:a.json', 'open.yaml'],
    { cwd },
  )
  expect(status).toBe(1)
  expect(err).toBe('')
  expect(out).toMatch(/dummy-authenticator/)
  expect(JSON.parse(readFileSync(at('a.sarif'), 'utf8')).version).toBe('2.1.0')
  expect(JSON.parse(readFileSync(at('a.json'), 'utf8'))).toHaveLength(
    run(['--format', 'compact', 'open.yaml'], { cwd }).out.trimEnd().split('\n').length,
  )
})

test('-o takes the report whose format names no file', () => {
  const { status, out } = run(['--format', 'compact', '-o', 'o.txt', '--format', 'json:o.json', 'open.yaml'], { cwd })
  expect(status).toBe(1)
  expect(out).toBe('')
  expect(readFileSync(at('o.txt'), 'utf8')).toMatch(/^open\.yaml:4:/m)
  expect(JSON.parse(readFileSync(at('o.json'), 'utf8')).version).toBe(1)
})

test('- is standard output', () => {
  expect(run(['--format', 'compact:-', 'open.yaml'], { cwd }).out).toMatch(/^open\.yaml:/)
})

test('beside a report for programs, standard error says what it has no words for', () => {
  const args = ['--format', 'gitlab', 'open.yaml', 'compose.yaml']
  const { out, err } = run(args, { cwd })
  expect(JSON.parse(out)).toBeInstanceOf(Array)
  expect(err).toMatch(/^compose\.yaml: not judged: .*\ntaken for chart jupyterhub/)
  expect(run(['--quiet', ...args], { cwd }).err).toBe('')
})

test('a file by its absolute path is the same file', () => {
  const [absolute, relative] = [at('open.yaml'), 'open.yaml'].map(file =>
    JSON.parse(run(['--format', 'gitlab', file], { cwd }).out).map(({ location }: { location: unknown }) => location),
  )
  expect(absolute).toEqual(relative)
})

const wrong: readonly (readonly [name: string, args: string[], says: RegExp])[] = [
  [
    'two formats on standard output',
    ['--format', 'json', '--format', 'sarif'],
    /both go to standard output.*sarif:FILE/,
  ],
  ['text and another on standard output', ['--format', 'text', '--format', 'gitlab'], /both go to standard output/],
  ['two formats in one file', ['--format', 'json:x', '--format', 'sarif:./x'], /both go to \.\/x/],
  ['two formats and one -o', ['--format', 'json', '--format', 'sarif', '-o', 'x'], /both go to x/],
  ['-o where every format has a file', ['--format', 'json:y', '-o', 'x'], /each --format names a file already/],
  ['a format without the name of a file', ['--format', 'json:'], /has no name/],
  ['a file in a folder that is not there', ['--format', 'json:none/x'], /there is no folder none/],
  ['a file in a file', ['--format', 'json:taken/file/x'], /there is no folder/],
  ['a folder', ['--format', 'json:taken'], /it is a folder/],
  ['an input', ['-o', './open.yaml'], /would overwrite it/],
  ['a format that is nearly right', ['--format', 'serif'], /did you mean "sarif"\?/],
]

test.each(wrong)('the call is wrong: %s', (_, args, says) => {
  const { status, out, err } = run([...args, 'open.yaml'], { cwd })
  expect(err).toMatch(says)
  expect(err.trimEnd().split('\n')).toHaveLength(1)
  expect(out).toBe('')
  expect(status).toBe(2)
  expect(existsSync(at('x'))).toBe(false)
})
