import { distance } from 'fastest-levenshtein'
import type { Hub } from '../../model/hub.ts'
import type { View } from '../../model/view.ts'
import { access } from '../access/access.ts'
import { classNamed, classNames } from '../authenticators/classes.ts'
import { LocalClass } from '../python/local-class.ts'
import { spawnerClass } from '../user-pods/spawner-class.ts'
import type { UnknownKey } from './unknown-key.ts'

/** Sections besides those of authenticators. Source: the classes of jupyterhub/jupyterhub@5.5.0 and jupyterhub/kubespawner@7.0.0. */
const OTHERS = [
  'ConfigurableHTTPProxy',
  'CryptKeeper',
  'JupyterHub',
  'KubeIngressProxy',
  'KubeSpawner',
  'LocalProcessSpawner',
  'Proxy',
  'Spawner',
]

/**
 * Sections of `hub.config` that nothing reads and whose names are those of a class but for capitals or one letter. Classes of
 * one's own have other names than that.
 */
export function unknownSections(hub: Hub): UnknownKey[] {
  const config = hub.values.at('hub').at('config')
  const own = hub.config.trait('JupyterHub', 'authenticator_class').raw
  const read = [...OTHERS, ...spawnerClass(hub).sections, ...(own instanceof LocalClass ? [own.name] : [])]
  const known = [...read, ...classNames()]
  return config.entries().flatMap(([section, map]): UnknownKey[] => {
    const at = map as View
    if (known.includes(section) || classNamed(section) !== undefined || !at.isMap || hasInert(hub, section)) return []
    const meant = known.find(name => isNearly(section, name))
    return meant === undefined
      ? []
      : [{ at, sentence: `nothing reads hub.config.${section}`, meant: `hub.config.${meant}`, mayBeRead: false }]
  })
}

function isNearly(written: string, name: string): boolean {
  return written.toLowerCase() === name.toLowerCase() || distance(written, name) === 1
}

/** Whether another rule speaks of a setting in the section. */
function hasInert(hub: Hub, section: string): boolean {
  return access(hub).inert.some(({ at }) => at.origin().path.includes(section))
}
