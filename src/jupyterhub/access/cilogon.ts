import type { View } from '../../model/view.ts'
import { atLeast } from '../charts/versions.ts'
import { type Circle, reason, type Source } from './circle.ts'
import type { Traits } from './traits.ts'

/** From oauthenticator 16 on, identity providers must be listed, and say themselves whom they let in. */
const MUST_BE_LISTED = '3.0.0'

/** Identity providers of CILogon where anybody can have an account, without the scheme. Source: cilogon.org/idplist. */
const PUBLIC_PROVIDERS = new Set([
  'google.com/accounts/o8/id',
  'github.com/login/oauth/authorize',
  'orcid.org/oauth/authorize',
  'login.microsoftonline.com/common/oauth2/v2.0/authorize',
])

/** Everybody who comes from one of the listed identity providers. Source: oauthenticator@14.2.0, @15.1.0, @17.4.0:oauthenticator/cilogon.py. */
export function cilogonSource(traits: Traits): Source {
  const trait = traits.get('idps')
  if (trait.at.isOpaque) return { reach: 'unknown', limits: [reason(trait, 'cannot be known')] }
  const listed = providers(traits)
  if (listed.length === 0)
    return atLeast(traits.chart, MUST_BE_LISTED)
      ? { reach: 'none', limits: [] }
      : { reach: 'provider', limits: [reason(trait, 'is not set, so every identity provider of CILogon will do')] }
  const limits = [reason(trait, 'names the identity providers from which people may come')]
  if (!atLeast(traits.chart, '2.0.0')) return { reach: domainReach(listed.map(({ id }) => id)), limits }
  // up to 15 the domains of a provider limit everybody who comes from it
  const reaches = listed.map(({ id, settings }) => {
    const domains = atLeast(traits.chart, MUST_BE_LISTED) ? [] : textsOf(settings.get('allowed_domains'))
    return domains.length > 0 ? domainReach(domains) : providerReach(id)
  })
  const widest = (['provider', 'institution'] as const).find(reach => reaches.includes(reach)) ?? 'none'
  return { reach: widest, limits }
}

/** The circles that identity providers open by themselves. */
export function cilogonCircles(traits: Traits): Circle[] {
  if (!atLeast(traits.chart, MUST_BE_LISTED)) return []
  return providers(traits).flatMap(({ id, settings }): Circle[] => {
    const all = settings.get('allow_all')
    if (all.flag === true)
      return [{ who: 'everyone', reach: providerReach(id), because: [{ sentence: `"${id}" has allow_all`, at: all }] }]
    const domains = settings.get('allowed_domains')
    const texts = textsOf(domains)
    if (texts.length === 0) return []
    const any = texts.includes('*') && atLeast(traits.chart, '3.2.0')
    const reach = any ? providerReach(id) : domainReach(texts)
    const sentence = `"${id}" lets in everybody of ${texts.map(text => `"${text}"`).join(', ')}`
    return reach === 'none' ? [] : [{ who: 'everyone', reach, because: [{ sentence, at: domains }] }]
  })
}

/** Whether anybody can have this name, by what the identity providers make of accounts. */
export function canBeCILogonName(traits: Traits, name: string): boolean {
  const listed = providers(traits)
  return (
    listed.length === 0 ||
    listed.some(({ settings }) => {
      const derivation = settings.get('username_derivation')
      const [action, claim] = [derivation.get('action').text, derivation.get('username_claim').text]
      if (action === 'prefix') return name.startsWith(`${derivation.get('prefix').text}:`)
      if (action === 'strip_idp_domain') return !name.endsWith(`@${derivation.get('domain').text}`)
      return claim !== 'email' && claim !== 'eppn' ? true : name.includes('@')
    })
  )
}

interface Provider {
  readonly id: string
  readonly settings: View
}

function providers(traits: Traits): Provider[] {
  const { at } = traits.get('idps')
  return at.isMap
    ? [...at.entries()].map(([id, settings]) => ({ id, settings }))
    : traits.names('idps').map(settings => ({ id: settings.text ?? '', settings }))
}

function providerReach(id: string): 'provider' | 'institution' {
  return PUBLIC_PROVIDERS.has(id.toLowerCase().replace(/^https?:\/\//, '')) ? 'provider' : 'institution'
}

const CONSUMER_DOMAINS = new Set(['gmail.com', 'googlemail.com'])

/** What a list of mail domains amounts to; an entity id is no domain and fits nobody. */
function domainReach(domains: readonly string[]): 'provider' | 'institution' | 'none' {
  const possible = domains.filter(domain => !domain.includes('/') && domain !== '*')
  if (possible.some(domain => CONSUMER_DOMAINS.has(domain.toLowerCase()))) return 'provider'
  return possible.length > 0 ? 'institution' : 'none'
}

function textsOf(list: View): string[] {
  return [...list.each()].flatMap(item => (item.text === undefined ? [] : [item.text]))
}
