import type { Chart, ConfigUnknown } from '../../model/hub.ts'
import { printPath } from '../../model/path.ts'
import { Opaque, traced } from '../../model/traced.ts'
import type { HubValues } from '../../model/values.ts'
import { View } from '../../model/view.ts'
import { mayBeSetByChart } from '../config/chart-settings/unfollowed.ts'
import type { Settings } from '../config/settings.ts'
import { freeze } from './freeze.ts'
import { Lazy } from './lazy.ts'
import { lazyValue } from './lazy-value.ts'
import { lift } from './lift.ts'
import { Limit } from './limits.ts'
import type { Answer } from './local-function.ts'
import { Raised } from './operators.ts'
import { type Cell, Dict, List, Scope, Section, World } from './state.ts'
import type { SyntaxNode } from './syntax/tree.ts'
import type { Frame, Func, Value, Where } from './values.ts'

/** How many parts of one trait are named that cannot be known. */
const SHOWN = 20

/** How a statement ended. `perhaps`: some of the ways through it went on, others did not. */
export type Ending = 'next' | 'break' | 'continue' | 'raised' | 'perhaps' | { readonly returned: Value }

/** What reads code; handed in, as expressions call functions and functions hold statements. */
export interface Code {
  evaluate(machine: Machine, node: SyntaxNode, frame: Frame): Value
  execute(machine: Machine, body: SyntaxNode, frame: Frame): Ending
  resultFor(machine: Machine, func: Func, user: string): Result
}

/** What a function comes to: what it returns, as far as that is known, and what it raises, if it certainly does. */
export interface Result extends Omit<Answer, 'value'> {
  readonly value: Value | undefined
}

/** The Python at work: its names, the configuration it changes, and what could not be followed. */
export class Machine {
  readonly values: View<HubValues>
  readonly chart: Chart
  readonly code: Code
  readonly limit = new Limit()
  readonly world = new World(this.limit)
  readonly globals = new Scope(null)
  /** What `get_config` has given out, by path: Python gives out the same list every time, changes included. */
  readonly chartValues = new Map<string, Value>()
  /** The functions at work, innermost last. */
  readonly calls: SyntaxNode[] = []
  /** What is running, as people call it. */
  running = ''
  private readonly settings: Settings
  private readonly isAlone: boolean
  private readonly sections = new Map<
    string,
    { readonly section: Section; readonly before: ReadonlyMap<string, Value> }
  >()
  private readonly lost = new Map<string, ConfigUnknown>()
  /** What traits gave out that nothing had set, by section and trait. */
  private readonly unset = new Map<string, Lazy>()
  /** Whether all names that the code can have are known. */
  knowsNames: boolean
  /** The pieces that have been read. */
  readonly texts: string[] = []

  /** `isAlone`: whether no Python runs beside that of the values. */
  constructor(settings: Settings, values: View<HubValues>, chart: Chart, code: Code, isAlone: boolean) {
    this.settings = settings
    this.isAlone = isAlone
    this.knowsNames = isAlone
    this.values = values
    this.chart = chart
    this.code = code
  }

  evaluate(node: SyntaxNode, frame: Frame): Value {
    return this.limit.deeper(() => this.code.evaluate(this, node, frame))
  }

  execute(body: SyntaxNode, frame: Frame): Ending {
    return this.limit.deeper(() => this.code.execute(this, body, frame))
  }

  /** Runs what may or may not happen. */
  maybe(branch: () => void): void {
    this.either([branch, () => {}])
  }

  /**
   * Runs several ways on, of which Python takes one that cannot be known, and gives what they come to: one or more. Ways that raise
   * would stop the hub, and do not count; throws what they raise where there are no others.
   */
  either<T>(ways: readonly (() => T)[]): T[] {
    let raised: Raised | undefined
    const outcomes = this.world.fork<{ readonly value: T } | null>(
      ways.map(way => () => {
        try {
          return { value: way() }
        } catch (error) {
          if (!(error instanceof Raised)) throw error
          raised ??= error
          return null
        }
      }),
      outcome => outcome !== null,
    )
    const values = outcomes.flatMap(outcome => (outcome === null ? [] : [outcome.value]))
    if (values.length === 0 && raised !== undefined) throw raised
    return values
  }

  /** The section `c.<name>`, with what the chart and the values have set in it. */
  section(name: string): Section {
    const known = this.sections.get(name)
    if (known !== undefined) return known.section
    const section = new Section()
    for (const trait of this.settings.traits(name)) {
      const value = this.settings.get(name, trait)
      if (value !== undefined) section.entries.set(trait, lift(View.of(value)))
    }
    this.sections.set(name, { section, before: new Map(section.entries) })
    return section
  }

  /** The names of all sections that hold anything. */
  sectionNames(): string[] {
    return [...new Set([...this.settings.sections(), ...this.sections.keys()])]
  }

  setTrait(name: string, trait: string, value: Value): void {
    const section = this.section(name)
    this.world.touch(section)
    section.entries.set(trait, value)
  }

  deleteTrait(name: string, trait: string): void {
    const section = this.section(name)
    this.world.touch(section)
    section.entries.delete(trait)
    const lazy = this.noted(name, trait)
    if (lazy === undefined) return
    this.world.touch(lazy)
    lazy.restore(new Lazy(name, trait, lazy.where).save())
  }

  /** Whether a function may give a value to a name, whoever calls it and when. */
  isDeclaredGlobal(name: string): boolean {
    const declared = new RegExp(`\\bglobal\\b.*\\b${name}\\b`)
    return this.texts.some(text => declared.test(text))
  }

  /** What a trait that nothing has set gives out: the same each time. */
  lazy(section: string, trait: string, where: Where): Lazy {
    const lazy = this.noted(section, trait) ?? new Lazy(section, trait, where)
    lazy.where = where
    lazy.isCertain = this.isSurelyUnset(section, trait)
    this.unset.set(JSON.stringify([section, trait]), lazy)
    return lazy
  }

  /** What a trait has given out before. */
  noted(section: string, trait: string): Lazy | undefined {
    return this.unset.get(JSON.stringify([section, trait]))
  }

  /** Whether there is no more that may have set a trait than what is followed. */
  private isSurelyUnset(section: string, trait: string): boolean {
    if (!this.isAlone || mayBeSetByChart(section, trait)) return false
    const config = this.values.at('hub').at('config')
    if (config.isOpaque || config.get(section).isOpaque || this.values.at('auth').isOpaque) return false
    return [...this.lost.values()].every(lost => lost.section !== null && lost.section !== section)
  }

  /** Notes what cannot be known of a trait, of a section (`trait` null) or of everything (`section` null). */
  lose(
    section: string | null,
    trait: string | null,
    what: string,
    where: Where,
    more: Partial<ConfigUnknown> = {},
  ): void {
    const sentence = `${this.running} ${what}`
    const key = JSON.stringify([section, trait, sentence])
    if (this.lost.has(key)) return
    this.lost.set(key, { sentence, at: View.of(traced(new Opaque(what), where())), section, trait, ...more })
  }

  /** Writes what the code has set into the settings, and says what could not be known. */
  finish(): ConfigUnknown[] {
    // looking into a function later may note what is lost when it is called; it is not called
    const unknown = [...this.lost.values()]
    for (const { section, trait, value } of this.changes()) {
      if (value === undefined) this.settings.delete(section, trait)
      else unknown.push(...this.settle(section, trait, value))
    }
    for (const lazy of this.unset.values()) {
      const { section, trait } = lazy
      const held = this.section(section).entries.get(trait)
      const value = held === undefined || held === lazy ? lazyValue(this, lazy) : undefined
      if (value !== undefined) unknown.push(...this.settle(section, trait, value))
    }
    return unknown
  }

  /** The traits that the code has set, or deleted. */
  private changes(): { section: string; trait: string; value: Value | undefined }[] {
    return [...this.sections].flatMap(([name, { section, before }]) => {
      const deleted = [...before.keys()].filter(trait => !section.entries.has(trait))
      const set = [...section.entries].filter(
        ([trait, value]) => value !== this.noted(name, trait) && (before.get(trait) !== value || this.touched(value)),
      )
      return [
        ...deleted.map(trait => ({ section: name, trait, value: undefined })),
        ...set.map(([trait, value]) => ({ section: name, trait, value })),
      ]
    })
  }

  private settle(section: string, trait: string, value: Value): ConfigUnknown[] {
    const { traced: frozen, opaque } = freeze(value, trait, (func, user) => this.code.resultFor(this, func, user))
    this.settings.set(section, trait, frozen)
    const root = View.of(frozen)
    return opaque.slice(0, SHOWN).map(({ path, why }) => {
      const at = root.down(path)
      const origin = at.origin()
      const author = origin.by === 'python' ? origin.name : 'Python in the values'
      const name = `c.${printPath([section, trait, ...path])}`
      return { sentence: `${author} sets ${name}, which cannot be known: ${why.why}`, at, section, trait }
    })
  }

  /** Whether anything in a value has changed since it was read from the settings. */
  private touched(value: Value, seen = new Set<Cell>()): boolean {
    if (!(value instanceof List || value instanceof Dict) || seen.has(value)) return false
    seen.add(value)
    if (this.world.changed(value)) return true
    const parts = value instanceof List ? value.items : value.entries.values()
    for (const part of parts) if (this.touched(part, seen)) return true
    return false
  }
}
