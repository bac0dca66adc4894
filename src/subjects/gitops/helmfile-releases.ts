import type { View } from '../../model/view.ts'

/** A release of a helmfile with the templates that it inherits. */
export interface ReleaseParts {
  readonly own: View
  /** Whether it inherits a template that is not at hand. */
  readonly isIncomplete: boolean
  /** A single field: that of the first template that has it, else its own. */
  get(field: string): View
  /** A list: those of the templates, then its own. */
  list(field: string): readonly View[]
}

interface Inherited {
  readonly template: View
  readonly except: ReadonlySet<string>
}

/**
 * A release, with what `inherit` and `defaultInherit` bring.
 * Source: helmfile/helmfile@v1.7.4:pkg/state/state_exec_tmpl.go, releaseWithInheritedTemplate and applyDefaultInherit.
 */
export function releaseParts(own: View, all: readonly View[]): ReleaseParts {
  const named = own.get('inherit').each().map(inheritedBy)
  const byDefault = all
    .flatMap(view => view.get('defaultInherit').each() as View[])
    .map(view => ({ name: view.text ?? '', except: new Set<string>() }))
    .filter(({ name }) => name !== '' && !named.some(other => other.name === name))
  let isIncomplete = false
  const inherited: Inherited[] = []
  const follow = (names: readonly { name: string; except: ReadonlySet<string> }[], path: readonly string[]) => {
    for (const { name, except } of names) {
      const template = all
        .findLast(view => view.get('templates').get(name).isMap)
        ?.get('templates')
        .get(name)
      if (template === undefined || path.includes(name)) isIncomplete = true
      else {
        const further = template.get('inherit').each().map(inheritedBy)
        follow(
          further.map(one => ({ ...one, except: new Set([...one.except, ...except]) })),
          [...path, name],
        )
        inherited.push({ template, except })
      }
    }
  }
  follow([...byDefault, ...named], [])
  return {
    own,
    isIncomplete,
    get: field => inherited.map(({ template }) => template.get(field)).find(({ isSet }) => isSet) ?? own.get(field),
    list: field => [
      ...inherited.flatMap(({ template, except }) => (except.has(field) ? [] : (template.get(field).each() as View[]))),
      ...(own.get(field).each() as View[]),
    ],
  }
}

function inheritedBy(view: View): { readonly name: string; readonly except: ReadonlySet<string> } {
  const except = (view.get('except').each() as View[]).map(({ text }) => text ?? '')
  return { name: view.get('template').text ?? '', except: new Set(except) }
}
