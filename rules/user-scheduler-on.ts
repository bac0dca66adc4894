import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'user-scheduler-on',
  about: 'hub',
  severity: { welkin: 'error' },
  summary: "The chart's own scheduler for user pods is on.",
  why: `It needs rights over the whole cluster, which teams of a shared cluster do not have: the installation fails, or asks for more than
it should get.`,
  advice: 'set scheduling.userScheduler.enabled: false',
  instead: `scheduling:
  userScheduler:
    enabled: false`,
  example: `scheduling:
  userScheduler:
    enabled: true`,

  *check(hub) {
    const enabled = hub.values.at('scheduling').get('userScheduler').get('enabled')
    if (enabled.flag === true) yield { at: enabled, message: 'scheduling.userScheduler.enabled is true' }
  },
})
