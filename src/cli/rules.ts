import { rules } from '../../rules/index.ts'
import { nearest } from '../engine/nearest.ts'
import { ruleList, rulePage } from '../report/rule-pages.ts'
import { Exit } from './exit.ts'
import type { Streams } from './streams.ts'
import { UserError } from './user-error.ts'

/** Prints all rules, or one in full; gives the exit status. */
export function explain(id: string | undefined, io: Streams): number {
  if (id === undefined) {
    io.out(ruleList(rules))
    return Exit.clean
  }
  const rule = rules.find(known => known.id === id)
  if (rule === undefined)
    throw new UserError(
      `there is no rule "${id}"${nearest(
        id,
        rules.map(known => known.id),
      )}`,
    )
  io.out(rulePage(rule))
  return Exit.clean
}
