import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'useless-suppression',
  about: 'policy',
  severity: 'warning',
  summary: 'A comment is to silence a finding, and silences none.',
  why: `Either what it excused has been mended, and the comment would excuse the next such fault as well, or it is miswritten, and somebody
believes that the finding is dealt with.`,
  advice: 'take the comment out, or write it as "# jhub-lint-disable-line RULE -- reason" on the line of the finding',
  instead: `hub:
  config:
    JupyterHub:
      authenticator_class: dummy # jhub-lint-disable-line dummy-authenticator -- a hub for tests on a laptop`,
  example: `hub:
  config:
    JupyterHub:
      authenticator_class: github # jhub-lint-disable-line dummy-authenticator -- a hub for tests on a laptop`,
  except:
    'Comments about rules that are off in this run, and comments in files of which other releases are not judged in this run. Text that only looks like such a comment, inside a value.',

  *check({ useless }) {
    for (const { message, origin } of useless) yield { at: { raw: undefined, origin: () => origin }, message }
  },
})
