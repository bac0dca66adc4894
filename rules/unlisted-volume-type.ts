import { defineRule } from '../src/model/rule.ts'

/** All kinds of volumes that Kubernetes 1.36 has but for those that anybody may use, and for hostPath, which has a rule of its own. */
// biome-ignore format: a list to read through
const UNLISTED = [
  'awsElasticBlockStore', 'azureDisk', 'azureFile', 'cephfs', 'cinder', 'fc', 'flexVolume', 'flocker', 'gcePersistentDisk',
  'gitRepo', 'glusterfs', 'iscsi', 'nfs', 'photonPersistentDisk', 'portworxVolume', 'quobyte', 'rbd', 'scaleIO', 'storageos',
  'vsphereVolume',
] as const

/**
 * Restricted: `spec.volumes[*]`. Allowed: `configMap`, `csi`, `downwardAPI`, `emptyDir`, `ephemeral`, `image`, `persistentVolumeClaim`,
 * `projected`, `secret`; a volume of no kind becomes an `emptyDir`.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_restrictedVolumes.go, kubernetes/kubernetes@v1.36.1:pkg/apis/core/v1/defaults.go.
 */
export default defineRule({
  id: 'unlisted-volume-type',
  about: 'pod',
  fields: UNLISTED,
  severity: { strict: 'error', dsri: 'error', 'pss-restricted': 'error' },
  summary: 'A pod reaches storage directly, past the cluster.',
  why: `With a volume of such a kind whoever makes the pod says which server, share or disk it mounts, and as whom. Through a
PersistentVolume the people who run the cluster say so. The restricted level of Pod Security refuses such pods.`,
  advice: 'have a PersistentVolume made for it, and name its claim',
  instead: `singleuser:
  storage:
    extraVolumes:
      - name: shared
        persistentVolumeClaim:
          claimName: shared
    extraVolumeMounts:
      - name: shared
        mountPath: /home/shared`,
  example: `singleuser:
  storage:
    extraVolumes:
      - name: shared
        nfs:
          server: nfs.example.org
          path: /shared
    extraVolumeMounts:
      - name: shared
        mountPath: /home/shared`,
  except: `The kinds configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected and secret; and hostPath, which
has a rule of its own.`,

  *check(pod) {
    for (const volume of pod.at('spec').at('volumes').each()) {
      for (const kind of UNLISTED) {
        const source = volume.at(kind)
        if (!source.isSet || source.isOpaque) continue
        const name = volume.at('name').text
        yield {
          at: source,
          message: `${name === undefined ? 'a volume' : `the volume "${name}"`} is of the kind ${kind}`,
        }
      }
    }
  },
})
