import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'open-metrics',
  about: 'hub',
  severity: { recommended: 'warning', strict: 'error' },
  summary: 'Anybody can read the metrics of the hub.',
  why: `They stand at /hub/metrics on the address of the hub itself, for the whole internet: how many users there are and when they work,
which requests fail, which versions run.`,
  advice: 'leave hub.authenticatePrometheus on, and give Prometheus a token of a service with the scope read:metrics',
  instead: `hub:
  services:
    prometheus: {}
  loadRoles:
    prometheus:
      scopes:
        - read:metrics
      services:
        - prometheus`,
  example: `hub:
  config:
    JupyterHub:
      authenticator_class: github
  authenticatePrometheus: false`,

  *check({ config }) {
    const asks = config.trait('JupyterHub', 'authenticate_prometheus')
    if (asks.flag === false || asks.value === 0)
      yield { at: asks, message: 'the metrics of the hub need no login (/hub/metrics)' }
  },
})
