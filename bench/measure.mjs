import { spawnSync } from 'node:child_process'

/** How long each of several Node calls takes, in milliseconds: medians of runs in turn, so that all meet the same machine. */
export function interleaved(cases, runs) {
  const times = cases.map(() => [])
  for (let i = 0; i <= runs; i += 1)
    cases.forEach(({ args }, at) => {
      const started = process.hrtime.bigint()
      spawnSync(process.execPath, args, { stdio: 'ignore' })
      // the first round warms the disk
      if (i > 0) times[at].push(Number(process.hrtime.bigint() - started) / 1e6)
    })
  return times.map(median)
}

function median(list) {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
}

/** The largest resident memory of a run, where the system's `time` can tell it. */
export function peakMebibytes(args) {
  const { stderr, error } = spawnSync('/usr/bin/time', ['-f', '%M', process.execPath, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  const kibibytes = error ? Number.NaN : Number(stderr?.trim().split('\n').at(-1))
  return Number.isNaN(kibibytes) ? '' : `${Math.round(kibibytes / 1024)} MiB`
}
