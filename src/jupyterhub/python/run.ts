import type { Chart, ConfigUnknown } from '../../model/hub.ts'
import type { HubValues } from '../../model/values.ts'
import type { View } from '../../model/view.ts'
import type { PythonSource } from '../config/python-sources.ts'
import type { Settings } from '../config/settings.ts'
import { evaluate } from './evaluate.ts'
import { resultFor } from './functions.ts'
import { TooMuch } from './limits.ts'
import { Machine } from './machine.ts'
import { Raised } from './operators.ts'
import { Refused } from './refused.ts'
import { execute } from './statements.ts'
import { parsePython } from './syntax/parse.ts'
import type { SyntaxProblem } from './syntax/problem.ts'
import type { Module } from './values.ts'

/** A quarter of what a Secret can hold, which all of this becomes part of: nobody writes that much, and reading takes its time. */
const LONGEST = 256 * 1024

/** Beyond this length, functions are read only when they are called: in a new process the grammar takes 25 µs a word. */
const SHORT = 8 * 1024

/**
 * Applies what the Python in the values assigns, as far as it can be known without running it. All pieces share one
 * namespace. `isAlone` says whether no other Python runs beside. `loadPython` must have been awaited where there is any.
 */
export function runPython(
  sources: readonly PythonSource[],
  settings: Settings,
  values: View<HubValues>,
  chart: Chart,
  isAlone = true,
): ConfigUnknown[] {
  const machine = new Machine(settings, values, chart, { evaluate, execute, resultFor }, isAlone)
  const length = sources.reduce((sum, { code }) => sum + (code.text?.length ?? 0), 0)
  for (const source of sources) runSource(machine, source, length > SHORT)
  return machine.finish()
}

function runSource(machine: Machine, { name, code }: PythonSource, isLong: boolean): void {
  const { text } = code
  const whole = () => code.origin()
  machine.running = name
  if (text === undefined) {
    machine.knowsNames = false
    if (code.isOpaque) machine.lose(null, null, 'cannot be known', whole)
    else if (code.exists) machine.lose(null, null, 'is no text, which stops the hub', whole, { stops: true })
    return
  }
  if (text.trim() === '') return
  if (text.length > LONGEST) {
    machine.lose(null, null, 'is too long to be read', whole)
    machine.knowsNames = false
    return
  }
  machine.texts.push(text)
  const module = moduleOf(name, code, text)
  const root = parsePython(text, isLong ? problem => new Refused(problem, module) : null)
  if ('message' in root) {
    refuse(machine, root, module)
    return
  }
  try {
    machine.execute(root, { module, scope: machine.globals })
  } catch (error) {
    // what comes behind has given no names
    machine.knowsNames = false
    if (error instanceof Refused) refuse(machine, error.problem, error.module)
    else if (error instanceof Raised)
      machine.lose(null, null, `stops the hub: ${error.message}`, error.where, { stops: true })
    else if (error instanceof TooMuch || error instanceof RangeError)
      machine.lose(
        null,
        null,
        `cannot be known: ${error instanceof TooMuch ? error.message : 'it is too large to be followed'}`,
        whole,
      )
    else throw error
  }
}

/** Notes why a piece of Python cannot be read; the whole piece has no effect then. */
function refuse(machine: Machine, problem: SyntaxProblem, module: Module): void {
  machine.running = module.name
  machine.knowsNames = false
  if (problem.uncertain === true)
    machine.lose(null, null, 'has a line that is too long to be read', module.place(0, module.text.length))
  else
    machine.lose(null, null, `is not valid Python: ${problem.message}`, module.place(problem.from, problem.to), {
      syntaxError: true,
      stops: true,
    })
}

function moduleOf(name: string, code: View, text: string): Module {
  return {
    name,
    text,
    place: (from, to) => part => {
      const stretch = part === undefined ? { start: from, end: to } : { start: from + part.start, end: from + part.end }
      const { path, span } = code.origin(stretch)
      return { by: 'python', name, path, span }
    },
  }
}
