import type { Origin } from '../../model/origin.ts'
import type { Part } from '../../model/span.ts'
import type { Arguments } from './arguments.ts'
import type { Lazy } from './lazy.ts'
import { bounded } from './limits.ts'
import type { LocalClass } from './local-class.ts'
import type { Dealings } from './spawner-instance.ts'
import type { Dict, List, Scope } from './state.ts'
import type { SyntaxNode } from './syntax/tree.ts'

/** Where a value was written; `part` narrows the place to a stretch of its text. */
export type Where = (part?: Part) => Origin

/** What is known of a Python value without running anything. */
export type Value =
  | Scalar
  | List
  | Dict
  | Unknown
  | Imported
  | LocalType
  | Func
  | Method
  | Instance
  | ConfigObject
  | Lazy

export type ScalarType = 'str' | 'bytes' | 'int' | 'float' | 'bool' | 'NoneType'

export interface Scalar {
  readonly kind: 'scalar'
  readonly type: ScalarType
  readonly data: string | number | boolean | null
  readonly where: Where
}

/** A value that only the running hub knows. */
export interface Unknown {
  readonly kind: 'unknown'
  /** The end of a sentence: `it is computed when the hub starts`. */
  readonly why: string
  /** Whether it may be the configuration object or a section of it, so that writing to it may set anything. */
  readonly reachesConfig: boolean
  readonly where: Where
}

/** A module or what it holds, by its dotted path; Python's own names are in `builtins`. */
export interface Imported {
  readonly kind: 'imported'
  readonly name: string
  readonly where: Where
}

/** A class defined in the values. */
export interface LocalType {
  readonly kind: 'class'
  readonly local: LocalClass
  /** The names of `local.overrides`, to which code may add. */
  readonly overrides: string[]
  readonly where: Where
}

/** A function defined in the values, lambdas included. */
export interface Func {
  readonly kind: 'function'
  readonly name: string
  readonly params: readonly Param[]
  /** A `Body`; of a lambda, its expression. */
  readonly body: SyntaxNode
  readonly frame: Frame
  readonly decorated: boolean
  readonly isAsync: boolean
  /** What `functools.partial` has put before the arguments of a call. */
  readonly given: Arguments | null
  readonly where: Where
}

export interface Param {
  readonly name: string
  readonly stars: 0 | 1 | 2
  readonly fallback: Value | undefined
}

/** A method together with the value it belongs to. */
export interface Method {
  readonly kind: 'method'
  readonly self: Value
  readonly name: string
  readonly where: Where
}

/** An object that the running hub hands to a function, with the attributes of it that are known. */
export interface Instance {
  readonly kind: 'instance'
  readonly attributes: ReadonlyMap<string, Value>
  /** What calling it gives, if it is a method. */
  readonly result: Value | undefined
  readonly dealings: Dealings
  readonly where: Where
}

/** `c`, or with a section `c.<section>`. */
export interface ConfigObject {
  readonly kind: 'config'
  readonly section: string | null
  readonly where: Where
}

/** One piece of Python and where its text stands. */
export interface Module {
  /** `hub.extraConfig "10-auth"`. */
  readonly name: string
  readonly text: string
  place(from: number, to: number): Where
}

/** What code runs in: its text and its names. */
export interface Frame {
  readonly module: Module
  readonly scope: Scope
}

export const COMPUTED = 'it is computed when the hub starts'
export const CONDITIONAL = 'it is set under a condition'

export function unknown(where: Where, why = COMPUTED, reachesConfig = false): Unknown {
  return { kind: 'unknown', why, reachesConfig, where }
}

export function str(data: string, where: Where): Scalar {
  return { kind: 'scalar', type: 'str', data: bounded(data), where }
}

export function int(data: number, where: Where): Scalar {
  return { kind: 'scalar', type: 'int', data, where }
}

export function bool(data: boolean, where: Where): Scalar {
  return { kind: 'scalar', type: 'bool', data, where }
}

export function none(where: Where): Scalar {
  return { kind: 'scalar', type: 'NoneType', data: null, where }
}

/** The text of a `str`; undefined for anything else. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'scalar' && value.type === 'str' ? String(value.data) : undefined
}

/** The number of an `int` that JavaScript holds exactly. */
export function intOf(value: Value | undefined): number | undefined {
  return value?.kind === 'scalar' && value.type === 'int' && Number.isSafeInteger(value.data)
    ? Number(value.data)
    : undefined
}

export function isNone(value: Value): boolean {
  return value.kind === 'scalar' && value.type === 'NoneType'
}

/** Whether writing to the value may change the configuration in ways that cannot be followed. */
export function reachesConfig(value: Value): boolean {
  return value.kind === 'config' || value.kind === 'unset' || (value.kind === 'unknown' && value.reachesConfig)
}
