import type { Hub } from '../../model/hub.ts'
import type { View } from '../../model/view.ts'

/** A server that ends itself when nobody uses it. */
export interface Shutdown {
  /** Null where it is computed. */
  readonly idleSeconds: number | null
  readonly at: View
}

/** Files in which a Jupyter server reads its settings. Source: jupyter_core@5.7.2:jupyter_core/application.py, jupyter_server and notebook. */
const CONFIG_FILE = /\/jupyter(?:_(?:server|notebook|lab))?_config\.(?:json|py|ya?ml)$/
const TRAIT = 'shutdown_no_activity_timeout'
/** `c.ServerApp.shutdown_no_activity_timeout = 600`, `"shutdown_no_activity_timeout": 600`; not in a comment. */
const IN_TEXT = new RegExp(`^[^#\\n]*\\b${TRAIT}["']?\\s*[:=]\\s*([^\\n,}#]+)`, 'm')
const IN_FLAG = new RegExp(`^--\\w+\\.${TRAIT}=(.+)$`)

/** What makes the servers of users end themselves, in files and flags of the values. */
export function ownShutdown(hub: Hub): Shutdown | undefined {
  return inFiles(hub) ?? inFlags(hub)
}

function inFiles(hub: Hub): Shutdown | undefined {
  for (const [, file] of hub.values.at('singleuser').at('extraFiles').entries()) {
    if (!CONFIG_FILE.test(file.at('mountPath').text ?? '')) continue
    for (const [, section] of file.at('data').entries()) {
      const found = shutdown((section as View).get(TRAIT))
      if (found !== undefined) return found
    }
    const text = file.at('stringData').text ?? decoded(file.at('binaryData').text)
    const written = text === undefined ? undefined : IN_TEXT.exec(text)?.[1]?.trim()
    const at = file.at('stringData').exists ? file.at('stringData') : file.at('binaryData')
    const seconds = written === undefined ? 0 : secondsOf(written)
    if (seconds !== 0) return { idleSeconds: seconds, at }
  }
  return undefined
}

/** Traits and values that hold the command line of a server. */
const COMMAND_LINES = [
  ['KubeSpawner', 'args'],
  ['Spawner', 'args'],
  ['KubeSpawner', 'cmd'],
  ['Spawner', 'cmd'],
] as const

function inFlags(hub: Hub): Shutdown | undefined {
  for (const [section, trait] of COMMAND_LINES) {
    for (const word of hub.config.trait(section, trait).each()) {
      const written = IN_FLAG.exec(word.text ?? '')?.[1]
      const seconds = written === undefined ? 0 : secondsOf(written)
      if (seconds !== 0) return { idleSeconds: seconds, at: word }
    }
  }
  return undefined
}

/** A map's value; 0 means never. */
function shutdown(at: View): Shutdown | undefined {
  if (at.isOpaque) return { idleSeconds: null, at }
  return at.number === undefined || at.number <= 0 ? undefined : { idleSeconds: at.number, at }
}

/** Seconds in a literal or a product of literals; null for what is computed otherwise; 0 for never. */
function secondsOf(written: string): number | null {
  const factors = written.split('*').map(factor => factor.trim().replaceAll('_', ''))
  return factors.every(factor => /^\d+$/.test(factor))
    ? factors.reduce((product, factor) => product * Number(factor), 1)
    : null
}

function decoded(base64: string | undefined): string | undefined {
  if (base64 === undefined) return undefined
  try {
    return atob(base64)
  } catch {
    // the chart passes it on as it is, and no server can read it
    return undefined
  }
}
