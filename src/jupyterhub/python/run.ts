import type { Chart, ConfigUnknown } from '../../model/hub.ts'
import type { HubValues } from '../../model/values.ts'
import type { View } from '../../model/view.ts'
import type { PythonSource } from '../config/python-sources.ts'
import type { Settings } from '../config/settings.ts'
import { evaluate } from './evaluate.ts'
import { TooMuch } from './limits.ts'
import { Machine } from './machine.ts'
import { Raised } from './operators.ts'
import { parsePython } from './parser.ts'
import { execute } from './statements.ts'
import { syntaxProblem } from './syntax.ts'
import type { Module } from './values.ts'

/** A Secret, which all of this becomes part of, holds no more. Source: kubernetes/api@v0.36.0:core/v1/types.go (MaxSecretSize). */
const LONGEST = 1024 * 1024

/**
 * Applies what the Python in the values assigns, as far as it can be known without running it. All pieces share one
 * namespace. `loadPython` must have been awaited where there is any.
 */
export function runPython(
  sources: readonly PythonSource[],
  settings: Settings,
  values: View<HubValues>,
  chart: Chart,
): ConfigUnknown[] {
  const machine = new Machine(settings, values, chart, { evaluate, execute })
  for (const source of sources) runSource(machine, source)
  return machine.finish()
}

function runSource(machine: Machine, { name, code }: PythonSource): void {
  const { text } = code
  const whole = () => code.origin()
  machine.running = name
  if (text === undefined) {
    if (code.isOpaque) machine.lose(null, null, 'cannot be known', whole)
    else if (code.exists) machine.lose(null, null, 'is no text, which stops the hub', whole, { stops: true })
    return
  }
  if (text.trim() === '') return
  if (text.length > LONGEST) {
    machine.lose(null, null, 'is too long to be read', whole)
    return
  }
  const module = moduleOf(name, code, text)
  const root = parsePython(text)
  const problem = syntaxProblem(root, text)
  if (problem !== null) {
    const sentence = `is not valid Python: ${problem.message}`
    machine.lose(null, null, sentence, module.place(problem.from, problem.to), {
      syntaxError: true,
      stops: true,
    })
    return
  }
  try {
    machine.execute(root, { module, scope: machine.globals })
  } catch (error) {
    if (error instanceof Raised)
      machine.lose(null, null, `stops the hub: ${error.message}`, error.where, { stops: true })
    else if (error instanceof TooMuch) machine.lose(null, null, `cannot be known: ${error.message}`, whole)
    else throw error
  }
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
