import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { rules } from '../rules/index.ts'
import { policyFrom } from '../src/engine/written-policy.ts'
import { chartOf, filesOf } from '../src/jupyterhub/charts/chart.ts'
import { versions } from '../src/jupyterhub/charts/releases.ts'
import { NEWEST, resolveVersion } from '../src/jupyterhub/charts/versions.ts'
import type { Chart } from '../src/model/hub.ts'
import { readYaml } from '../src/read/yaml/read-yaml.ts'
import { enforcementsOf } from './enforcement.ts'
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
        return label === null ? { ...chosen(NEWEST), from: 'assumed' } : { ...chosen(label), from: 'label' }
      },
    },
    now: Date.now,
  }
}

function chosen(written: string) {
  const { version, note } = resolveVersion(written)
  return { chart: chart(version), note }
}

/** The defaults of charts, as text: parsed, those of all charts take ten times the memory. */
const texts = new Map<string, string>()
const charts = new Map<string, Chart>()

/** So many charts are kept parsed: a cluster has few. */
const MOST_CHARTS = 8

/** Reads the defaults of all charts, so that no review touches a file. To be called where hubs are judged. */
export function loadCharts(): void {
  for (const version of versions()) {
    const { defaults, templates } = filesOf(version)
    recorded('defaults', defaults)
    recorded('templates', templates)
  }
}

function recorded(folder: string, name: string): string {
  const file = join(folder, `${name}.json`)
  const before = texts.get(file)
  if (before !== undefined) return before
  const text = readFileSync(join(__dirname, file), 'utf8')
  texts.set(file, text)
  return text
}

function chart(version: string): Chart {
  const before = charts.get(version)
  if (before !== undefined) return before
  const { defaults, templates } = filesOf(version)
  // what the chart's schema refuses never becomes a release: Helm has held the values against it
  const made = chartOf(version, {
    defaults: recorded('defaults', defaults),
    templates: recorded('templates', templates),
    schema: null,
  })
  if (charts.size === MOST_CHARTS) charts.clear()
  charts.set(version, made)
  return made
}
