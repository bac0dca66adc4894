import { describe, expect, test } from 'vitest'
import { loadPython } from '../../src/jupyterhub/python/syntax/grammar.ts'
import { parsePython } from '../../src/jupyterhub/python/syntax/parse.ts'
import { run, shown } from './python-tools.ts'

await loadPython()

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
  'match = case = type = _ = 1\nmatch(x)\nmatch[x]: int = 2\ntype(x)\ncase',
  'match a, *b:\n    case -1 | 1+2j | None | "s": pass\n    case A.B(x, y=[_, *_]) as z: pass\n    case (1, 2), {**rest}: pass',
  'def f(a, /, b: int = 1, *args: *Ts, c, d=2, **e) -> "T": return a; yield',
  'lambda *, a, b=1, **c: lambda: a',
  'f(a, *b, c, d=1, *e, **g)\nf(x for x in y)\nf(a := 1, b=2)',
  '[*a, *b], {*a}, {**a, 1: 2}, (*a, b), {k: v for k, v in x if v if k}, [x async for x in y]',
  'not a in b is not c < d == -e ** -f ** g',
  'x: int\nx.y: "T" = yield\na, *b = c[0] = d = 1,\n(e) += 1',
  '"a" \'b\' rb"c" """d\n""" f"""{\n1}""" "\\\n"',
  'f"\\N{EM DASH} {x:{y}.{z}} {a["b"]:>{c[\'d\']}} {{}}" rf"\\{x}"',
  'if x: pass; y = 1;\nelif (z := 1): pass\nelse: pass',
  'for x, in *a, b: continue\nelse: pass\nwhile x: break',
  'try: pass\nexcept (A, B): pass\nexcept: pass\nelse: pass\nfinally: pass',
  'from . import a\nfrom ...b.c import (d as e, f,)\nimport g.h as i, j\nfrom k import *',
  '0x_1F + 0b1 + 0o7 + 1_0.0_1e-1_0 + .5j + 1.e5 + 00 + 1if x else 2',
  'class A[T: int, *Ts, **P](B, metaclass=C): x = 1; y: int',
  'with (a, b): pass\nwith (yield): pass\nwith (a).b as c, d: pass\nasync with a: pass',
  'raise\nraise A from b\nassert a, b\nglobal a, b\ndel a, (b, c[0]), d.e\nprint >>a, b',
  '',
  '# nothing',
  '\ufeffx = 1',
  'if a:\n    b  # the end',
  'if a:\n    b\n        # the end',
  'if x:\n    y\n\f\nclass A: pass\n  \fx = 1',
  '[f(*b) for a, *b in c], {a for *a, b in c}',
  'match a, *b:\n    case str() | A.B(): pass',
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
  ['f(a) = 1', 'nothing can be assigned to a value', 'f'],
  ['x = y() = 1', 'nothing can be assigned to a value', 'y'],
  ['for f() in x: pass', 'nothing can be assigned to a value', 'f'],
  ['a + b += 1', 'nothing can be assigned to a value', 'a'],
  ['def f():\n    retrun x', 'it cannot be read at "x"', 'x'],
  ['def f():\n    x = [1 2]', 'it cannot be read at "2]"', '2'],
  ['def f(x)\n    return x', 'a line is indented for no reason', ' '],
  ['if x = 1: pass', 'it cannot be read at "= 1: pass"', '='],
  ['x = a not b', 'it cannot be read at "b"', 'b'],
  ['x = a == not b', 'it cannot be read at "not b"', 'n'],
  ['x = 1 +\ny', 'something is missing', '\n'],
  ['else: pass', 'it cannot be read at "else: pass"', 'e'],
  ['if x: for y in z: pass', 'it cannot be read at "for y in z: pass"', 'f'],
  ['f(a=1, b)', 'an argument without name stands behind one with a name', 'b'],
  ['def f(a=1, b): pass', 'a parameter without default stands behind one with a default', 'b'],
  ['x = *a', 'a lone value has "*" before it', '*'],
  ['{1: 2, 3}', 'it cannot be read at "}"', '}'],
  ['raise E, "x"', 'it cannot be read at ", \\"x\\""', ','],
  ['exec "x"', 'it cannot be read at "\\"x\\""', '"'],
  ['x = `a`', 'it cannot be read at "`a`"', '`'],
  ['f"{x y}"', 'it cannot be read at "y}\\""', 'y'],
  ['f"{x"', 'a string is not closed', 'f'],
  ['for x in y:\n    def f(): break', '"break" stands outside a loop', 'b'],
  ['async x', 'it cannot be read at "x"', 'x'],
  ['@a\nx = 1', 'it cannot be read at "x = 1"', 'x'],
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

test.each([
  ['operands', `x = ${'y + '.repeat(5000)}y`],
  ['some operands', `x = ${'"some text" + '.repeat(302)}y`],
  ['"not"', `x = ${'not '.repeat(5000)}y`],
  ['signs', `x = ${'-'.repeat(5000)}y`],
  ['powers', `x = ${'y ** '.repeat(5000)}y`],
  ['"lambda"', `x = ${'lambda: '.repeat(5000)}y`],
  ['conditions', `x = ${'a if b else '.repeat(5000)}y`],
])('too deep to be read, which Python may still do: %s', (_, code) => {
  expect(parsePython(code)).toMatchObject({ uncertain: true })
  expect(run(code).unknown[0]?.stops).toBeUndefined()
})

test.each([
  ['operands', `x = ${'y + '.repeat(290)}y`],
  ['brackets', `x = ${'('.repeat(200)}y${')'.repeat(200)}`],
  [
    'blocks',
    Array.from({ length: 99 }, (_, depth) => `${' '.repeat(depth)}if x:\n`)
      .join('')
      .concat(`${' '.repeat(99)}y`),
  ],
  ['branches', `if x: y\n${'elif x: y\n'.repeat(5000)}`],
  ['attributes', `x${'.y()[0]'.repeat(250)}`],
])('many in a row or in each other: %s', (_, code) => {
  expect(parsePython(code)).not.toHaveProperty('message')
})

describe('in long code, functions are read only when they are called', () => {
  const long = '# \n'.repeat(4000)
  const bad = 'def f():\n    x = [1 2]  # no list\n'

  test('nothing calls it', () => {
    expect(run(bad).unknown).toMatchObject([{ syntaxError: true }])
    expect(run(`${long}${bad}`).unknown).toEqual([])
    expect(run(`${long}class A:\n    async def f(self):\n        x = [1 2]\n`).unknown).toEqual([])
  })

  test('it is called', () => {
    const { unknown } = run(`${long}${bad}f()`)
    const sentence = 'hub.extraConfig "10-site" is not valid Python: it cannot be read at "2]  # no list"'
    expect(unknown).toMatchObject([{ sentence, syntaxError: true, stops: true }])
    expect(unknown[0]?.at.origin().span?.column).toBe(long.length + bad.indexOf('2'))
  })

  test('it is called from elsewhere', () => {
    const sentence = 'hub.extraConfig "a" is not valid Python: it cannot be read at "2]  # no list"'
    expect(run({ a: bad + long, b: 'f()' }).unknown).toMatchObject([{ sentence }])
  })

  test('what stands around it, and strings, brackets and indentation in it, are checked', () => {
    expect(run(`${long}def f():\n    x = "a\n`).unknown).toMatchObject([{ syntaxError: true }])
    expect(run(`${long}def f():\nx = 1\n`).unknown).toMatchObject([{ syntaxError: true }])
    expect(run(`${long}${bad}x = = 1`).unknown).toMatchObject([{ syntaxError: true }])
  })

  test('it does what it does in short code', () => {
    const code = [
      '@d',
      'def f(a, b=1):  # one',
      '    """Text with def g(): in it."""',
      '    def h(): return "x"',
      '    if a: return h()',
      'def g(): yield 1',
      'class A:',
      '    def m(self):',
      '        c.A.b = 2',
      'def k(): return "y"',
      'def l():',
      '',
      '    # two',
      '    return k()  # three',
      'c.A.f, c.A.g, c.A.l = f(1), g(), l()',
    ].join('\n')
    expect(shown(run(`${long}${code}`))).toEqual(shown(run(code)))
    expect(shown(run(code))).toMatchObject({ A: { l: 'y' } })
  })
})

test('a long literal with a mistake is no long line', () => {
  const problem = parsePython(`x = {${'"a": [1, 2], '.repeat(250)}"b" 1}`)
  expect(problem).toHaveProperty('message')
  expect(problem).not.toHaveProperty('uncertain')
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
