import type { Hub, Unknown } from '../../model/hub.ts'
import { LocalClass } from '../python/local-class.ts'

export interface SpawnerClass {
  /** The sections of the configuration that its spawners read, the most special first. */
  readonly sections: readonly string[]
  /** Whether it makes pods the way KubeSpawner does, as far as can be known. */
  readonly isKubeSpawner: boolean
  readonly unknown: readonly Unknown[]
}

const KUBESPAWNER = ['KubeSpawner', 'Spawner']
/** Other names of KubeSpawner. Source: jupyterhub/kubespawner@7.0.0:pyproject.toml (entry points). */
const NAMES = new Set(['kubespawner.KubeSpawner', 'kubespawner.spawner.KubeSpawner', 'kubespawner'])
/** Spawners that make no pods. Source: jupyterhub/jupyterhub@5.5.0:pyproject.toml (entry points). */
const WITHOUT_PODS = /^(default|localprocess|simple|jupyterhub\.spawner\..*)$/

/** What makes the servers of a hub. */
export function spawnerClass(hub: Hub): SpawnerClass {
  const at = hub.config.trait('JupyterHub', 'spawner_class')
  const { raw, text } = at
  if (!at.exists || (text !== undefined && NAMES.has(text)))
    return { sections: KUBESPAWNER, isKubeSpawner: true, unknown: [] }
  if (raw instanceof LocalClass) {
    const sentence = `the class ${raw.name} makes the user pods, and its Python may change them`
    return { sections: [raw.name, ...raw.localBases, ...KUBESPAWNER], isKubeSpawner: true, unknown: [{ sentence, at }] }
  }
  if (text === undefined)
    return unknownClass(KUBESPAWNER, {
      sentence: 'what makes the user pods cannot be known: JupyterHub.spawner_class is computed',
      at,
    })
  if (WITHOUT_PODS.test(text))
    return {
      sections: [],
      isKubeSpawner: false,
      unknown: [{ sentence: `JupyterHub.spawner_class is "${text}", which makes no pods`, at }],
    }
  return unknownClass([text.split('.').at(-1) ?? text, ...KUBESPAWNER], {
    sentence: `the class ${text} makes the user pods, and its Python may change them`,
    at,
  })
}

function unknownClass(sections: readonly string[], unknown: Unknown): SpawnerClass {
  return { sections, isKubeSpawner: true, unknown: [unknown] }
}
