import type { Path } from '../../model/path.ts'
import { Opaque, type Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { isMap } from '../derived.ts'
import { Obstacle } from './obstacle.ts'

/** The fields that templates such as `{username}` know. */
export type Fields = Readonly<Record<string, string | Opaque>>

/** A text with its fields filled in; undefined with the field where there is an error. */
type Filled = { readonly text: string | Opaque } | { readonly error: string }

/**
 * Fills in the texts of a value, however deep, as KubeSpawner does; keys of maps are left alone. Dashes at the end that an empty
 * field leaves behind are dropped: always (`always`), only if the template has none (`added`), or never.
 * Source: jupyterhub/kubespawner@<tag>:kubespawner/spawner.py (`_expand_all`, `_expand_user_properties`), 0.10.1 to 7.0.0.
 */
export class Templates {
  private readonly fields: Fields
  private readonly dashes: 'always' | 'added' | 'never'
  private readonly before = new WeakMap<Traced, Traced | Obstacle>()

  constructor(fields: Fields, dashes: Templates['dashes']) {
    this.fields = fields
    this.dashes = dashes
  }

  /** The same template engine with some other fields. */
  with(fields: Fields): Templates {
    return new Templates({ ...this.fields, ...fields }, this.dashes)
  }

  /** A value with all its texts filled in. */
  expand(value: Traced): Traced | Obstacle {
    const before = this.before.get(value)
    if (before !== undefined) return before
    const data = this.walk(value.data, value, [])
    const now = data instanceof Obstacle ? data : data === value.data ? value : expanded(data, value)
    this.before.set(value, now)
    return now
  }

  /** A single text filled in. */
  fill(template: string): Filled {
    const filled = fill(template, this.fields)
    if ('error' in filled || filled.text instanceof Opaque || this.dashes === 'never') return filled
    if (this.dashes === 'added' && template.endsWith('-')) return filled
    return { text: filled.text.replace(/-+$/, '') }
  }

  private walk(data: unknown, whole: Traced, path: Path): unknown {
    if (typeof data === 'string') {
      const filled = this.fill(data)
      return 'text' in filled
        ? filled.text
        : new Obstacle(`${JSON.stringify(data)} is a template, and ${filled.error}`, View.of(whole).down(path))
    }
    if (Array.isArray(data)) {
      const items: unknown[] = []
      for (const [i, item] of data.entries()) {
        const made = this.walk(item, whole, [...path, i])
        if (made instanceof Obstacle) return made
        items.push(made)
      }
      return items.every((item, i) => item === data[i]) ? data : items
    }
    return isMap(data) ? this.walkMap(data, whole, path) : data
  }

  private walkMap(data: Readonly<Record<string, unknown>>, whole: Traced, path: Path): unknown {
    const made: [string, unknown][] = []
    let changed = false
    for (const [key, item] of Object.entries(data)) {
      const value = this.walk(item, whole, [...path, key])
      if (value instanceof Obstacle) return value
      changed ||= value !== item
      made.push([key, value])
    }
    return changed ? Object.fromEntries(made) : data
  }
}

/** What was filled in stands where the template stands; a stretch of it has no place of its own. */
function expanded(data: unknown, template: Traced): Traced {
  return { data, origin: path => template.origin(path) }
}

const FIELD = /^([^!:.[]*)(.*)$/s

/** Python's `str.format` with named fields. */
function fill(template: string, fields: Fields): Filled {
  let text = ''
  let hidden: Opaque | undefined
  for (let i = 0; i < template.length; i += 1) {
    const char = template.charAt(i)
    if ((char === '{' || char === '}') && template.charAt(i + 1) === char) i += 1
    else if (char === '}') return { error: 'it has a } without {' }
    else if (char === '{') {
      const end = template.indexOf('}', i)
      if (end < 0) return { error: 'it has a { without }' }
      const [, name = '', rest = ''] = FIELD.exec(template.slice(i + 1, end)) ?? []
      const value = Object.hasOwn(fields, name) ? fields[name] : undefined
      if (value === undefined) return { error: `there is no field {${name}}` }
      if (value instanceof Opaque) hidden = value
      else if (rest === '' || rest === '!s') text += value
      else hidden = new Opaque('it is formatted by Python')
      i = end
      continue
    }
    text += char
  }
  return { text: hidden ?? text }
}
