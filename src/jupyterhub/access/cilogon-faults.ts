import type { View } from '../../model/view.ts'
import { atLeast } from '../charts/versions.ts'
import { lookup } from '../lookup.ts'
import type { Reason } from './access.ts'
import { reason } from './circle.ts'
import type { Trait, Traits } from './traits.ts'

/** Settings that stop the hub, since which chart. Source: `_deprecated_oauth_aliases` in oauthenticator@15.1.0 and @16.0.4:oauthenticator/cilogon.py. */
const REMOVED: readonly (readonly [trait: string, since: string])[] = [
  ['idp_whitelist', '2.0.0'],
  ['idp', '2.0.0'],
  ['strip_idp_domain', '2.0.0'],
  ['shown_idps', '3.0.0'],
  ['additional_username_claims', '3.0.0'],
  ['username_claim', '3.0.0'],
]

/** What a provider's settings may hold, since which chart. Source: oauthenticator@15.1.0, @16.1.0, @16.2.1:oauthenticator/schemas/cilogon-schema.yaml. */
const KEYS: Readonly<Record<string, readonly [since: string, fits: (value: View) => boolean]>> = {
  username_derivation: ['2.0.0', value => isDerivation(value)],
  allowed_domains: ['2.0.0', value => value.isList && [...value.each()].every(item => item.text !== undefined)],
  allow_all: ['3.1.0', value => value.flag !== undefined],
  allowed_domains_claim: ['3.2.0', value => value.text !== undefined],
  default: ['3.2.1', value => value.flag !== undefined],
}

/** From oauthenticator 16 on, an empty map of providers is refused. */
const NEEDS_ONE = '3.0.0'

/** What stops the hub in the settings of CILogon, from oauthenticator 15 on. */
export function cilogonFault(traits: Traits): Reason | null {
  const removed = REMOVED.find(([trait, since]) => atLeast(traits.chart, since) && isWritten(traits, trait))
  if (removed !== undefined)
    return reason(traits.get(removed[0]), 'is no longer accepted, so the hub does not start; idps says it now')
  const idps = traits.get('idps')
  const empty = emptied(traits)
  if (empty !== undefined && atLeast(traits.chart, NEEDS_ONE))
    return reason(empty, 'names no identity provider, so the hub does not start')
  for (const [id, settings] of idps.at.entries()) {
    const wrong = providerFault(settings as View, traits)
    if (wrong !== null)
      return { sentence: `${idps.name} for "${id}" ${wrong.sentence}, so the hub does not start`, at: wrong.at }
    if (!/^(urn|https?):/i.test(id))
      return { sentence: `"${id}" in ${idps.name} is no entity id, so the hub does not start`, at: settings as View }
  }
  return null
}

/** Setting a deprecated trait to what it is by itself goes unnoticed; a list never is what it was. */
function isWritten(traits: Traits, trait: string): boolean {
  return traits.isGiven(trait) || traits.get(trait).at.isList
}

/** An empty map of providers; under the old name it is noticed only where it empties the new one. */
function emptied(traits: Traits): Trait | undefined {
  const [now, before] = [traits.own('idps'), traits.own('allowed_idps')]
  if (isEmpty(now)) return now
  return isEmpty(before) && (now.at.exists || !traits.knows('idps')) ? before : undefined
}

function isEmpty({ at }: Trait): boolean {
  return at.isMap && at.keys().length === 0
}

function providerFault(settings: View, traits: Traits): Reason | null {
  if (settings.isOpaque) return null
  if (!settings.isMap) return { sentence: 'is not a map', at: settings }
  for (const [key, value] of settings.entries()) {
    const row = lookup(KEYS, key)
    if (row === undefined || !atLeast(traits.chart, row[0]))
      return { sentence: `has the unknown key "${key}"`, at: value }
    if (!value.isOpaque && !row[1](value)) return { sentence: `has a wrong "${key}"`, at: value }
  }
  const derivation = settings.get('username_derivation')
  return derivation.exists ? null : { sentence: 'lacks username_derivation', at: derivation }
}

function isDerivation(value: View): boolean {
  const known = new Set(['username_claim', 'action', 'domain', 'prefix'])
  const action = value.get('action')
  const isAction = !action.exists || action.text === 'prefix' || action.text === 'strip_idp_domain'
  const needs = action.text === 'prefix' ? 'prefix' : 'domain'
  return (
    value.isMap &&
    value.get('username_claim').text !== undefined &&
    value.keys().every(key => known.has(key) && (value.get(key).text !== undefined || value.get(key).isOpaque)) &&
    isAction &&
    (!action.exists || value.get(needs).exists)
  )
}
