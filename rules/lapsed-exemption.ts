import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'lapsed-exemption',
  about: 'policy',
  severity: 'warning',
  summary: 'An exemption of the policy has lapsed, and what it silenced is back.',
  why: 'Whoever granted it wanted it looked at again from that day on; until somebody does, its findings count.',
  advice: 'mend what it was about and take the exemption out, or give it a new day, with the reason why',
  instead: `exemptions:
  - rule: privileged-container
    reason: until the GPU driver is a device plugin, which the vendor now promises for 2099
    expires: 2099-01-31`,
  example: `exemptions:
  - rule: privileged-container
    reason: until the GPU driver is a device plugin
    expires: 2026-01-31`,
  except:
    'Exemptions that would silence nothing in this run, and those whose day is to come: they hold until the day before it, by UTC.',

  *check({ lapsed }) {
    for (const { rules, reason, expires, origin } of lapsed)
      yield {
        at: { raw: undefined, origin: () => origin },
        message: `this exemption of ${rules === null ? 'all rules' : rules.join(', ')} lapsed on ${expires}; its reason was: ${reason}`,
      }
  },
})
