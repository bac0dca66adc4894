// What do other linters find of the same faults in the same pods? Installs those that can be had, asks each about each pod, and prints
// the answers side by side. Usage: npm run build && node bench/peers/run.mjs [--write], which puts the table into README.md as well
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cases, questions } from './cases.mjs'
import { ask, have, tools } from './tools.mjs'

const had = tools.map(tool => ({ tool, ...have(tool) }))
const table = render(had.filter(({ run }) => run).map(compare))
console.log(table)
if (process.argv.includes('--write')) write(table)

/** A tool's verdict on each case. */
function compare({ tool, run, version }) {
  const folder = mkdtempSync(join(tmpdir(), 'jhub-lint-peers-'))
  try {
    const verdicts = cases.map((each, at) => {
      const file = join(folder, `pod-${at}.yaml`)
      writeFileSync(file, `${JSON.stringify(each.pod, null, 2)}\n`)
      return verdict(each, ask(tool, run, file), Object.values(tool.checks))
    })
    return { heading: `${tool.name} ${version}${tool.note ?? ''}`, verdicts }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What an answer is worth: a pod has one fault at most, so that whatever else is called wrong in it is a false alarm. */
function verdict({ about, fault }, wrong, asked) {
  const falseAlarms = questions.filter(question => wrong.has(question) && !(fault && question === about))
  const found = fault && wrong.has(about)
  const words = [
    ...(found ? ['found'] : []),
    ...(fault && !found ? [asked.includes(about) ? '**missed**' : 'no check'] : []),
    ...falseAlarms.map(question => `**false alarm: ${question}**`),
  ]
  return { found, falseAlarms: falseAlarms.length, text: words.join(', ') || 'quiet' }
}

function render(columns) {
  const faults = cases.filter(({ fault }) => fault).length
  const total = counted => columns.map(({ verdicts }) => verdicts.map(counted).reduce((sum, count) => sum + count, 0))
  const rows = [
    ['', ...columns.map(({ heading }) => heading)],
    ['---', ...columns.map(() => '---')],
    ...cases.map(({ fault, name }, at) => [
      fault ? name : `${name} (fine)`,
      ...columns.map(({ verdicts }) => verdicts[at].text),
    ]),
    [`**found, of ${faults} faults**`, ...total(({ found }) => Number(found))],
    ['**false alarms**', ...total(({ falseAlarms }) => falseAlarms)],
  ]
  const lines = rows.map(cells => `| ${cells.join(' | ')} |`).join('\n')
  const absent = had
    .filter(({ why }) => why)
    .map(({ tool, why }) => `${tool.name} could not be had for this table: ${why}.`)
  return [lines, absent.join('\n')].join('\n\n').trim()
}

function write(text) {
  const readme = readFileSync('README.md', 'utf8')
  const marked = /(<!-- output: peers -->\n)[\s\S]*?(<!-- end of output -->)/
  if (!marked.test(readme)) throw new Error('README.md has no place for the output "peers"')
  writeFileSync(
    'README.md',
    readme.replace(marked, (_, head, tail) => `${head}\n${text}\n\n${tail}`),
  )
}
