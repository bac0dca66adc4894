import type { Chart } from '../../model/hub.ts'
import { child, compose, Opaque, type Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { compareVersions } from '../charts/versions.ts'
import { isMap, reshaped } from '../derived.ts'
import { keysInOrder } from '../key-order.ts'
import { inWords, Obstacle } from './obstacle.ts'

export type ModelName = 'container' | 'pod spec' | 'volume' | 'volume mount' | 'toleration' | 'variable' | 'lifecycle'

interface Model {
  /** Fields by the chart whose hub image first has a client that knows them. */
  readonly fields: Readonly<Record<string, string>>
  /** Fields without which the client refuses the object. */
  readonly required: readonly string[]
}

/**
 * What the Kubernetes client in the hub's image knows of the objects that KubeSpawner hands to it.
 * Source: kubernetes-client/python@<tag>:kubernetes/client/models, tomplus/kubernetes_asyncio@<tag>:kubernetes_asyncio/client/models
 * (`attribute_map`, setters), of the versions pinned in jupyterhub/zero-to-jupyterhub-k8s@<tag>:images/hub/requirements.txt.
 */
const MODELS: Readonly<Record<ModelName, Model>> = {
  container: {
    fields: {
      '0.8.0': `args command env envFrom image imagePullPolicy lifecycle livenessProbe name ports readinessProbe resources
        securityContext stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices volumeMounts workingDir`,
      '0.10.0': 'startupProbe',
      '3.2.0': 'resizePolicy restartPolicy',
      '4.3.3': 'restartPolicyRules',
    },
    required: ['name'],
  },
  'pod spec': {
    fields: {
      '0.8.0': `activeDeadlineSeconds affinity automountServiceAccountToken containers dnsConfig dnsPolicy hostAliases hostIPC
        hostNetwork hostPID hostname imagePullSecrets initContainers nodeName nodeSelector priority priorityClassName readinessGates
        restartPolicy runtimeClassName schedulerName securityContext serviceAccount serviceAccountName shareProcessNamespace subdomain
        terminationGracePeriodSeconds tolerations volumes`,
      '0.9.0': 'enableServiceLinks',
      '0.10.0': 'ephemeralContainers overhead preemptionPolicy topologySpreadConstraints',
      '2.0.0': 'os setHostnameAsFQDN',
      '3.1.0': 'hostUsers resourceClaims schedulingGates',
      '4.1.0': 'resources',
      '4.3.3': 'hostnameOverride',
      '4.4.0': 'schedulingGroup',
    },
    required: ['containers'],
  },
  volume: {
    fields: {
      '0.8.0': `awsElasticBlockStore azureDisk azureFile cephfs cinder configMap downwardAPI emptyDir fc flexVolume flocker
        gcePersistentDisk gitRepo glusterfs hostPath iscsi name nfs persistentVolumeClaim photonPersistentDisk portworxVolume projected
        quobyte rbd scaleIO secret storageos vsphereVolume`,
      '0.9.0': 'csi',
      '2.0.0': 'ephemeral',
      '4.0.0': 'image',
    },
    required: ['name'],
  },
  'volume mount': {
    fields: {
      '0.8.0': 'mountPath mountPropagation name readOnly subPath',
      '0.9.0': 'subPathExpr',
      '3.3.8': 'recursiveReadOnly',
    },
    required: ['mountPath', 'name'],
  },
  toleration: { fields: { '0.8.0': 'effect key operator tolerationSeconds value' }, required: [] },
  variable: { fields: { '0.8.0': 'name value valueFrom' }, required: ['name'] },
  lifecycle: { fields: { '0.8.0': 'postStart preStop', '4.3.0': 'stopSignal' }, required: [] },
}

/** The objects of the Kubernetes client of one chart. */
export class KubernetesModels {
  private readonly chart: Pick<Chart, 'version'>
  private readonly names = new Map<ModelName, ReadonlyMap<string, string>>()
  private readonly before = new WeakMap<Traced, Traced | Obstacle>()

  constructor(chart: Pick<Chart, 'version'>) {
    this.chart = chart
  }

  /** What is sent for a map: top-level keys in either spelling become Kubernetes' own, null is left out. Deeper levels go as they are. */
  object(model: ModelName, value: Traced): Traced | Obstacle {
    if (value.data instanceof Opaque) return value
    const fields = this.fields(model, value)
    if (fields instanceof Obstacle) return fields
    const missing = MODELS[model].required.find(field => !fields.has(field))
    if (missing !== undefined) return new Obstacle(`a ${model} has no ${missing}`, View.of(value))
    const entries = [...fields]
    if (entries.length === Object.keys(value.data as object).length && entries.every(([name, key]) => name === key))
      return value
    const data = Object.fromEntries(entries.map(([name, key]) => [name, (value.data as Record<string, unknown>)[key]]))
    return reshaped(data, value, ([name, ...rest]) =>
      name === undefined ? [] : [fields.get(String(name)) ?? name, ...rest],
    )
  }

  /** The same for each item of a list. Two models are never made of the same list. */
  list(model: ModelName, value: Traced): Traced | Obstacle {
    const before = this.before.get(value)
    if (before !== undefined) return before
    const now = this.listNow(model, value)
    this.before.set(value, now)
    return now
  }

  /** The keys under which a map has each field, null left out. */
  fields(model: ModelName, value: Traced, keepNull = false): ReadonlyMap<string, string> | Obstacle {
    if (!isMap(value.data)) return new Obstacle(`a ${model} is ${inWords(value.data)}`, View.of(value))
    const known = this.known(model)
    const fields = new Map<string, string>()
    for (const key of keysOf(value.data, value)) {
      const [name, item] = [known.get(key), value.data[key]]
      if (name === undefined)
        return new Obstacle(
          `a ${model} has the field ${JSON.stringify(key)}, which this hub does not know`,
          View.of(value).get(key),
        )
      if (item !== null || keepNull) fields.set(name, key)
      else fields.delete(name)
    }
    return fields
  }

  /** Whether the client takes no null for a field. */
  requires(model: ModelName, field: string): boolean {
    return MODELS[model].required.includes(field)
  }

  private listNow(model: ModelName, value: Traced): Traced | Obstacle {
    if (!Array.isArray(value.data)) return value
    const view = View.of(value)
    const items: Traced[] = []
    for (let i = 0; i < value.data.length; i += 1) {
      const item = this.object(model, view.get(i).traced)
      if (item instanceof Obstacle) return item
      items.push(item)
    }
    const { data } = value
    return items.every((item, i) => item.data === child(data, i)) ? value : compose(items, value.origin([]))
  }

  private known(model: ModelName): ReadonlyMap<string, string> {
    const before = this.names.get(model)
    if (before !== undefined) return before
    const names = new Map<string, string>()
    for (const [since, fields] of Object.entries(MODELS[model].fields)) {
      if (compareVersions(this.chart.version, since) < 0) continue
      for (const field of fields.split(/\s+/)) names.set(field, field).set(snakeCase(field), field)
    }
    this.names.set(model, names)
    return names
  }
}

/** The keys of a map; where one may have two spellings, in the order that says which counts. */
function keysOf(data: object, value: Traced): string[] {
  const keys = Object.keys(data)
  return keys.some(key => key.includes('_')) ? keysInOrder(View.of(value)) : keys
}

/** `hostIPC` → `host_ipc`, as the Python client names its attributes. */
function snakeCase(field: string): string {
  return field.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()
}
