import { bind } from './assign.ts'
import { argumentsOf } from './lists.ts'
import { LocalClass } from './local-class.ts'
import type { Machine } from './machine.ts'
import { Scope } from './state.ts'
import type { SyntaxNode } from './syntax/tree.ts'
import type { Frame, Value } from './values.ts'

/** A `class`: its body runs, and what it defines may override what it inherits. */
export function defineClass(machine: Machine, node: SyntaxNode, frame: Frame): void {
  const parts = node.children
  const name = parts.find(part => part.name === 'VariableName')
  const body = parts.find(part => part.name === 'Body')
  const list = parts.find(part => part.name === 'ArgList')
  if (name === undefined || body === undefined) return
  const text = frame.module.text.slice(name.from, name.to)
  const bases =
    list === undefined ? { positional: [], named: new Map(), complete: true } : argumentsOf(machine, list, frame)
  const inside: Frame = { module: frame.module, scope: new Scope(frame.scope) }
  machine.execute(body, inside)
  const overrides = [...new Set([...inside.scope.entries.keys(), ...bases.positional.flatMap(overriddenBy)])]
  const local = new LocalClass(text, inherited(bases.positional, bases.complete && bases.named.size === 0), overrides)
  bind(machine, text, { kind: 'class', local, overrides, where: frame.module.place(node.from, node.to) }, frame)
}

function overriddenBy(base: Value): readonly string[] {
  return base.kind === 'class' ? base.local.overrides : []
}

function inherited(
  values: readonly Value[],
  complete: boolean,
): Pick<LocalClass, 'bases' | 'localBases' | 'basesKnown'> {
  const bases: string[] = []
  const localBases: string[] = []
  let basesKnown = complete
  for (const value of values) {
    if (value.kind === 'imported') bases.push(value.name)
    else if (value.kind === 'class') {
      localBases.push(value.local.name, ...value.local.localBases)
      bases.push(...value.local.bases)
      basesKnown &&= value.local.basesKnown
    } else basesKnown = false
  }
  return { bases: [...new Set(bases)], localBases: [...new Set(localBases)], basesKnown }
}
