import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'debug-on',
  about: 'hub',
  severity: { recommended: 'info', strict: 'warning' },
  summary: 'The hub logs at debug level.',
  why: `Debug logs show requests with their headers and what authenticators are told of users, to everybody who may read logs, and they
fill up fast. They are for an hour of looking for something.`,
  advice: 'switch it off again when you have found what you look for',
  instead: `debug:
  enabled: false`,
  example: `hub:
  config:
    JupyterHub:
      authenticator_class: github
debug:
  enabled: true`,

  *check({ config }) {
    for (const section of ['JupyterHub', 'Application'] as const) {
      const level = config.trait(section, 'log_level')
      if (!level.exists) continue
      if (isDebug(level.value)) yield { at: level, message: 'the hub logs at debug level' }
      break
    }
    const proxy = config.trait('ConfigurableHTTPProxy', 'debug')
    if (proxy.flag === true) yield { at: proxy, message: 'the hub logs what it says to the proxy at debug level' }
  },
})

/** Python's number for the level, or less. Source: python/cpython, Lib/logging (`DEBUG = 10`). */
function isDebug(level: unknown): boolean {
  return typeof level === 'number' ? level <= 10 : typeof level === 'string' && level.toUpperCase() === 'DEBUG'
}
