import type { Fix } from '../model/finding.ts'
import { rewritten } from '../model/fix.ts'
import type { Hub } from '../model/hub.ts'
import type { View } from '../model/view.ts'
import { access } from './access/access.ts'

/** A value that YAML reads as something else than its author will have meant. */
export interface Surprise {
  readonly at: View
  /** Whole sentence without full stop. */
  readonly message: string
  readonly fix?: Fix | undefined
}

/** Values that come out otherwise than they were written, where that changes what the hub does. */
export function surprises(hub: Hub): Surprise[] {
  return [...missingClass(hub), ...listItems(hub), ...variableNames(hub), ...octals(hub), ...modes(hub)]
}

/** `authenticator_class: null` takes the chart's default away; the class of that name needs quotes. */
function missingClass(hub: Hub): Surprise[] {
  const at = hub.values.down(['hub', 'config', 'JupyterHub', 'authenticator_class'])
  return at.isSet || at.origin().by !== 'file'
    ? []
    : [
        {
          at,
          message:
            'YAML reads null as no value, so JupyterHub takes PAMAuthenticator; write "null" in quotes for NullAuthenticator',
        },
      ]
}

/** Lists of names in which a number or truth value equals nobody. */
const OF_NAMES = /^(?:allowed|admin|blocked)_|_whitelist$|^(?:whitelist|blacklist|hosted_domain|scope)$/
/** Lists in which numbers are meant. */
const OF_NUMBERS = /project_id/

function listItems(hub: Hub): Surprise[] {
  const { verdict, because } = access(hub)
  const stops = verdict === 'fails' ? because.map(({ at }) => at.raw) : []
  return hub.config.sections().flatMap(section =>
    hub.config
      .traits(section)
      .filter(trait => OF_NAMES.test(trait) && !OF_NUMBERS.test(trait))
      .flatMap(trait => {
        const list = hub.config.trait(section, trait)
        // that the hub does not start is said by another rule
        return (list.each() as View[])
          .filter(item => isScalar(item) && !stops.includes(item.raw) && !stops.includes(list.raw))
          .map(at => ({
            at,
            message: `YAML reads ${asWritten(at)} as ${inWords(at)}, which equals no name; put it in quotes`,
            fix: rewritten(at, `"${at.origin().written}"`, 'put it in quotes'),
          }))
      }),
  )
}

/** Maps whose keys are names of environment variables. */
const ENVIRONMENTS = [
  ['hub', 'extraEnv'],
  ['proxy', 'chp', 'extraEnv'],
  ['proxy', 'traefik', 'extraEnv'],
  ['singleuser', 'extraEnv'],
]

/** Variables such as `N` and `y`, which YAML reads as truth values where they are keys too. */
function variableNames(hub: Hub): Surprise[] {
  return ENVIRONMENTS.flatMap(path => {
    const map = hub.values.down(path)
    return ['true', 'false']
      .filter(key => map.isMap && map.get(key).exists)
      .map(key => ({
        at: map.get(key),
        message: `YAML reads the name of this variable as ${key}, as it does with y, n, yes, no, on and off; put the name in quotes`,
      }))
  })
}

/** Numbers of users, groups and seconds, which nobody writes in octal. */
const PLAIN_NUMBERS = [
  ['singleuser', 'uid'],
  ['singleuser', 'fsGid'],
  ['singleuser', 'startTimeout'],
  ['hub', 'uid'],
  ['hub', 'fsGid'],
  ['cull', 'timeout'],
  ['cull', 'every'],
  ['cull', 'maxAge'],
]

function octals(hub: Hub): Surprise[] {
  const traits = ['uid', 'gid', 'fs_gid'].map(trait => hub.config.trait('KubeSpawner', trait))
  return [...PLAIN_NUMBERS.map(path => hub.values.down(path)), ...traits]
    .filter(at => at.number !== undefined && at.number > 7)
    .flatMap(at => {
      const { written } = at.origin()
      return written !== undefined && /^[-+]?0[0-7]+$/.test(written)
        ? [
            {
              at,
              message: `YAML reads ${written} as the octal number ${at.number}; write it without the leading zero`,
              fix: rewritten(at, written.replace(/^([-+]?)0+/, '$1'), 'write it without the leading zero'),
            },
          ]
        : []
    })
    .filter(({ at }, i, all) => all.findIndex(other => other.at.raw === at.raw && samePlace(other.at, at)) === i)
}

function samePlace(a: View, b: View): boolean {
  return a.origin().span?.line === b.origin().span?.line
}

/** File modes as they look in octal. */
const MODES = new Set([400, 440, 444, 500, 550, 555, 600, 640, 644, 660, 664, 666, 700, 750, 755, 770, 775, 777])

/** Modes of files that were written without the leading zero, and so are decimal. */
function modes(hub: Hub): Surprise[] {
  const { values } = hub
  const files = ['hub', 'singleuser'].flatMap(part => values.down([part, 'extraFiles']).entries() as [string, View][])
  const volumes = [
    ['hub', 'extraVolumes'],
    ['singleuser', 'storage', 'extraVolumes'],
  ].flatMap(path => values.down(path).each() as View[])
  const places = [
    ...files.map(([, file]) => file.get('mode')),
    ...volumes.flatMap(volume =>
      ['configMap', 'secret', 'projected'].flatMap(kind => [
        volume.get(kind).get('defaultMode'),
        ...(volume.get(kind).get('items').each() as View[]).map(item => item.get('mode')),
      ]),
    ),
  ]
  return places
    .filter(at => at.number !== undefined && MODES.has(at.number))
    .map(at => ({
      at,
      message: `${at.number} is a decimal number, in octal 0${at.number?.toString(8)}; write 0${at.number}`,
      fix: rewritten(at, `0${at.number}`, `write 0${at.number}`),
    }))
}

function isScalar(view: View): boolean {
  return typeof view.raw === 'number' || typeof view.raw === 'boolean'
}

function asWritten(view: View): string {
  return view.origin().written ?? 'this'
}

function inWords(view: View): string {
  return typeof view.raw === 'number' ? `the number ${view.raw}` : String(view.raw)
}
