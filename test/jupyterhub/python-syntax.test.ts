import { beforeAll, describe, expect, test } from 'vitest'
import { loadPython, parsePython } from '../../src/jupyterhub/python/parser.ts'
import { run } from './python-tools.ts'

beforeAll(loadPython)

const VALID = [
  'x = 5.',
  'print = 1\nprint("a", end="")',
  'with (open("a") as f, open("b") as g):\n    pass',
  'with (\n    open("a") as f,  # first\n    open("b"),\n):\n    pass',
  'with a as (b, c), d as e.f: pass',
  '@a.b[0](c)\n@(lambda f: f)\ndef f(): pass',
  'lambda a, /, b: (yield)',
  'for x in *a, b: pass',
  'x[*a] = y[1:2, ::3, ...]',
  'match x.split():\n    case [a, *b] if a: pass\n    case {"k": 1, **r} | P(x=0): pass\n    case _: pass',
  'if (n := len(a)) > 1: pass',
  'f"{x!r:>{w}} {d["a"]} {y=} {{}} {z:%H:%M}"',
  'async def f():\n    async with a as b:\n        return [i async for i in await c]',
  'try: pass\nexcept* E as e: pass',
  'def f[T: int](x: T, /, *, y=1) -> T: ...\ntype X[T] = list[T]',
  'x = 1 + \\\n    2',
  'if a:\n\tpass\n\tif b:\n\t\tpass\n  # a comment may stand anywhere\nx = 1',
  'x = [\n1,\n  2]; y = {\n**z}',
  'x = 1\r\nif x:\r\n    y = """a\r\nb"""\r\n',
  'é = 1\nc.X.é = 2',
]

const INVALID: [code: string, message: string, at: string][] = [
  ['c.A.b = = True', 'it cannot be read at "= True"', '='],
  ['x = 1\n  y = 2', 'a line is indented for no reason', ' '],
  ['if a:\nb = 1', 'an indented block is missing', 'b'],
  ['if a:\n    b\n  c', 'a line is indented like none before it', ' '],
  ['if a:\n\tb\n        c', 'tabs and spaces are mixed in its indentation', ' '],
  ['x = "abc\ny = 1', 'a string is not closed', '"'],
  ['x = (1,\n', '"(" is not closed', '('],
  ['x = 1]', '"]" closes nothing', ']'],
  ['print "x"', 'it cannot be read at "\\"x\\""', '"'],
  ['return 1', '"return" stands outside a function', 'r'],
  ['1 = x', 'nothing can be assigned to a value', '1'],
  ['try:\n    pass\nx = 1', '"try" has neither "except" nor "finally"', 't'],
]

test.each(VALID)('valid: %s', code => {
  expect(parsePython(code)).not.toHaveProperty('message')
})

test.each(INVALID)('invalid: %s', (code, message, at) => {
  const problem = parsePython(code)
  expect(problem).toMatchObject({ message })
  expect(code.charAt(problem.from)).toBe(at)
})

test('Python that is none is told apart from Python that raises', () => {
  expect(run('x = = 1').unknown).toMatchObject([
    {
      sentence: 'hub.extraConfig "10-site" is not valid Python: it cannot be read at "= 1"',
      section: null,
      syntaxError: true,
      stops: true,
    },
  ])
  expect(run('raise X').unknown[0]?.syntaxError).toBeUndefined()
})

describe('code without end is not followed, and said to be unknown', () => {
  test.each([
    ['a long chain', `c.A.b = ${Array(20_000).fill('"a"').join('+')}`],
    ['a loop', 'for i in range(10000):\n for j in range(10000):\n  c.A.b = i'],
    ['a recursion', 'def f(): f()\nf()'],
    ['a text that doubles', `a = "x"\n${'a = a + a\n'.repeat(60)}`],
    ['a list that doubles', `a = [1]\n${'a = a + a\n'.repeat(60)}`],
    ['a long text', '# \n'.repeat(100_000)],
  ])('%s', (_, code) => {
    expect(run(code).unknown).toMatchObject([{ section: null, trait: null }])
    expect(run(code).unknown[0]?.stops).toBeUndefined()
  })

  test('a list that holds itself', () => {
    const { unknown } = run('a = []\na.append(a)\nc.A.b = a')
    expect(unknown).toMatchObject([{ section: 'A', trait: 'b' }])
  })
})
