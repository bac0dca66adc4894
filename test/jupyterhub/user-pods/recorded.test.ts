import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { userPods } from '../../../src/jupyterhub/user-pods/user-pods.ts'
import { hubFrom } from '../hub.ts'
import { carried, fieldsOf, type Recorded } from './carried.ts'

const file = new URL('../../../fixtures/user-pods/recorded.json', import.meta.url)
const rows = JSON.parse(readFileSync(file, 'utf8')) as Recorded[]
const plain = new Map(rows.flatMap(row => (row.plain === undefined ? [] : [[row.chart, row.plain] as const])))

test.each(rows.map(row => [`${row.case} on ${row.chart}`, row] as const))('%s', async (_, row) => {
  const { pods } = userPods(await hubFrom(row.chart, JSON.stringify(row.values)))
  for (const recorded of row.pods) {
    const ours = pods.find(pod => pod.spawns && isOf(recorded.of, pod))
    if (recorded.fails) expect(ours, recorded.of).toBeUndefined()
    else expect(carried(ours?.pod.data), recorded.of).toEqual(fieldsOf(row, recorded, plain.get(row.chart) ?? {}))
  }
})

function isOf(subject: string, pod: ReturnType<typeof userPods>['pods'][number]): boolean {
  if (subject === 'base') return pod.default
  const [profile, ...options] = subject.replace(/^profile:/, '').split('/option:')
  return (
    pod.profile === profile &&
    options.join() ===
      Object.entries(pod.options)
        .map(pair => pair.join('='))
        .join()
  )
}
