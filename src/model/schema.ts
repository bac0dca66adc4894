import type { Path } from './path.ts'

/** A kind of value as people call it: `text`, `a number`, `a map`. */
export type ValueKind = 'text' | 'a number' | 'a whole number' | 'true or false' | 'a map' | 'a list' | 'nothing'

/** What a JSON schema has against values, at one place. Of what is missing and what is too much, the path leads to that key. */
export type SchemaProblem = { readonly path: Path } & (
  | { readonly kind: 'unknown key'; readonly known: readonly string[] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'wrong kind'; readonly accepted: readonly ValueKind[] }
  | { readonly kind: 'wrong value'; readonly accepted: readonly unknown[] }
  /** `demand` ends a sentence: `must be at least 0`. */
  | { readonly kind: 'other'; readonly demand: string }
)

/** Holds values against a JSON schema; what it says is empty where they fit. */
export type ValuesSchema = (values: unknown) => readonly SchemaProblem[]

/** What templates cannot be rendered with, key by key: kinds of values, each by its letter. */
export interface TemplateNeeds {
  /** `n` nothing, `t` text, `T` empty text, `i` a number, `b` true, `l` a list, `L` an empty list, `m` a map. */
  readonly refuses?: string
  readonly below?: { readonly [key: string]: TemplateNeeds }
}
