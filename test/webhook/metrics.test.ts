import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Metrics } from '../../webhook/metrics.ts'

const now = { loadedAt: 0, refused: false }
const { registry } = new Metrics({
  bodyBytes: () => 0,
  waiting: () => 0,
  policy: () => now,
  certificate: () => ({ ...now, expires: 0 }),
})
const counted = new Set(registry.getMetricsAsArray().map(({ name }) => name))

/** The names of our metrics and of Node's, a histogram's own endings aside. */
const NAME = /\b(?:jhub_lint|nodejs|process)_[a-z_]+?(?=(?:_bucket|_sum|_count)?\b)/g

test.each(['charts/jhub-lint/dashboards/jhub-lint.json', 'charts/jhub-lint/dashboards/alerts.yaml', 'docs/webhook.md'])(
  'every metric that %s names is counted',
  file => {
    const named = [...new Set(readFileSync(file, 'utf8').match(NAME) ?? [])]
    expect(named).not.toEqual([])
    expect(named.filter(name => !counted.has(name))).toEqual([])
  },
)
