import type { Hub } from '../../model/hub.ts'
import type { View } from '../../model/view.ts'
import { atLeast } from '../charts/versions.ts'

/** A service of the hub that stops idle servers. */
export interface Culler {
  readonly service: View
  readonly idleSeconds: number
  readonly everySeconds: number
  readonly maxAgeSeconds: number | null
  /** The setting that says after how long; the command where it says nothing. */
  readonly timeout: View
}

/** Commands that stop idle servers: the module since 1.0, and the script before. */
const PROGRAM = /jupyterhub[_-]idle[_-]culler|cull_idle_servers/

/** What the culler does unless told otherwise. Source: jupyterhub-idle-culler@1.4.0:jupyterhub_idle_culler/__init__.py; the script before it has the same. */
const DEFAULT_TIMEOUT = 600

/** The services in a list that stop idle servers. */
export function cullers(services: View): Culler[] {
  return [...services.each()].flatMap(service => {
    const words = wordsOf(service.get('command'))
    return words.some(({ text }) => PROGRAM.test(text)) ? [culler(service, words)] : []
  })
}

/** Whether a list holds a service of which one cannot know whether it stops servers. */
export function hidesCuller(services: View): boolean {
  return [...services.each()].some(service => service.isOpaque || service.get('command').isOpaque)
}

/** Scopes with which a service may stop servers. Source: jupyterhub@5.5.0:jupyterhub/scopes.py. */
const STOPS_SERVERS = new Set(['delete:servers', 'servers', 'admin:servers', 'admin:users'])

/** Roles that JupyterHub itself has, with such a scope. Source: jupyterhub@5.5.0:jupyterhub/roles.py `get_default_roles`. */
const ADMIN = 'admin'

/**
 * Whether a service may stop servers: by a role from JupyterHub 2.0 on, or as an admin.
 * Undefined where that hangs on roles that cannot be known.
 */
export function mayStop(service: View, hub: Hub): boolean | undefined {
  if (service.get('admin').raw === true) return true
  if (!atLeast(hub.chart, '2.0.0')) return false
  const roles = hub.config.trait('JupyterHub', 'load_roles')
  if (roles.isOpaque || service.get('name').isOpaque) return undefined
  const own = [...roles.each()].filter(role => holds(role.get('services'), service.get('name').text))
  if (own.some(role => role.get('name').text === ADMIN || [...role.get('scopes').each()].some(stops))) return true
  const hidden = [...roles.each()].some(role => role.isOpaque || role.get('services').isOpaque)
  return hidden || own.some(role => role.get('scopes').isOpaque) ? undefined : false
}

function stops(scope: View): boolean {
  return STOPS_SERVERS.has((scope.text ?? '').split('!')[0] ?? '')
}

function holds(list: View, name: string | undefined): boolean {
  return name !== undefined && [...list.each()].some(item => item.text === name)
}

interface Word {
  readonly text: string
  readonly at: View
}

function wordsOf(command: View): Word[] {
  if (command.text !== undefined) return command.text.split(/\s+/).map(text => ({ text, at: command }))
  return [...command.each()].map(at => ({ text: at.text ?? '', at }))
}

function culler(service: View, words: readonly Word[]): Culler {
  const timeout = option(words, 'timeout')
  const idleSeconds = timeout?.seconds ?? DEFAULT_TIMEOUT
  const every = option(words, 'cull-every')?.seconds ?? 0
  const maxAge = option(words, 'max-age')?.seconds ?? 0
  return {
    service,
    idleSeconds,
    everySeconds: every > 0 ? every : Math.floor(idleSeconds / 2),
    maxAgeSeconds: maxAge > 0 ? maxAge : null,
    timeout: timeout?.at ?? service.get('command'),
  }
}

/** `--cull-every=600`, `--cull_every 600`: tornado takes both spellings. */
function option(words: readonly Word[], name: string): { readonly seconds: number; readonly at: View } | undefined {
  for (const [i, word] of words.entries()) {
    const [flag, inline] = word.text.replace(/^--?/, '').split('=')
    if (!word.text.startsWith('-') || flag?.replaceAll('_', '-') !== name) continue
    const value = inline === undefined ? words[i + 1] : { text: inline, at: word.at }
    if (value !== undefined && /^-?\d+$/.test(value.text)) return { seconds: Number(value.text), at: value.at }
  }
  return undefined
}
