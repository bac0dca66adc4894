import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { gunzipSync } from 'node:zlib'
import { rules } from '../rules/index.ts'
import { enforcementsOf } from '../src/engine/enforcement.ts'
import { policyFrom } from '../src/engine/written-policy.ts'
import { chartOf, filesOf } from '../src/jupyterhub/charts/chart.ts'
import type { ChosenChart } from '../src/jupyterhub/charts/chosen.ts'
import { versions } from '../src/jupyterhub/charts/releases.ts'
import { type SchemaError, schemaProblems } from '../src/jupyterhub/charts/schema.ts'
import { NEWEST, resolveVersion } from '../src/jupyterhub/charts/versions.ts'
import type { Chart } from '../src/model/hub.ts'
import type { ValuesSchema } from '../src/model/schema.ts'
import { readYaml } from '../src/read/yaml/read-yaml.ts'
import type { Bench } from './review.ts'

/** The text of a policy, with the file's name for its mistakes; a null text is the default policy. */
export interface PolicyText {
  readonly file: string
  readonly text: string | null
}

/** Everything that reviews need, from a policy's text. Throws `PolicyMistake` with the place of the first mistake. */
export async function benchOf({ file, text }: PolicyText): Promise<Bench> {
  const policy = await policyFrom(rules, readYaml(text ?? '', file, { helm: 4 }), file)
  const { chartVersion } = policy
  return {
    enforcements: enforcementsOf(rules, policy),
    tools: {
      chart,
      gunzip: (bytes, maxOutputLength) => gunzipSync(bytes, { maxOutputLength }),
      choose(stated, label) {
        if (stated !== null) return { ...chosen(stated), from: 'object' }
        if (chartVersion !== undefined) return { ...chosen(chartVersion), from: 'policy' }
        return label === null ? assumed() : { ...chosen(label), from: 'label' }
      },
    },
    now: Date.now,
  }
}

function assumed(): ChosenChart {
  return { chart: { ...chart(NEWEST), isAssumed: true }, from: 'assumed', note: null }
}

function chosen(written: string) {
  const { version, note } = resolveVersion(written)
  return { chart: chart(version), note }
}

/** What charts bring, as text: parsed, that of all charts takes ten times the memory. */
const texts = new Map<string, string>()
const charts = new Map<string, Chart>()

/** So many charts are kept parsed: a cluster has few. */
const MOST_CHARTS = 8

/** Reads what all charts bring, so that no review touches a file. To be called where hubs are judged. */
export function loadCharts(): void {
  for (const version of versions()) {
    const { defaults, templates, schema } = filesOf(version)
    for (const file of [`defaults/${defaults}.json`, `templates/${templates}.json`]) textOf(file)
    if (schema !== null) for (const ending of ['json', 'cjs']) textOf(`schemas/${schema}.${ending}`)
  }
}

function textOf(file: string): string {
  const before = texts.get(file)
  if (before !== undefined) return before
  const text = readFileSync(join(__dirname, file), 'utf8')
  texts.set(file, text)
  return text
}

function chart(version: string): Chart {
  const before = charts.get(version)
  if (before !== undefined) return before
  const { defaults, templates, schema } = filesOf(version)
  const made = chartOf(version, {
    defaults: textOf(`defaults/${defaults}.json`),
    templates: textOf(`templates/${templates}.json`),
    schema: schema === null ? null : publishedSchema(schema),
  })
  if (charts.size === MOST_CHARTS) charts.clear()
  charts.set(version, made)
  return made
}

interface Check {
  (values: unknown): boolean
  errors?: readonly SchemaError[] | null
}

/** The schema of a chart, of which scripts/build.mjs has made code: a function of a module's surroundings. */
function publishedSchema(name: string): ValuesSchema {
  let check: Check | null = null
  return values => {
    check ??= compiled(textOf(`schemas/${name}.cjs`))
    return check(values) ? [] : schemaProblems(check.errors ?? [], JSON.parse(textOf(`schemas/${name}.json`)), values)
  }
}

function compiled(code: string): Check {
  const module = { exports: {} as { check: Check } }
  const make = new Script(code).runInThisContext() as (exports: object, require: NodeRequire, module: object) => void
  make(module.exports, require, module)
  return module.exports.check
}
