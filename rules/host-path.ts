import { defineRule } from '../src/model/rule.ts'

/**
 * Restricted: `spec.volumes[*].hostPath`. Allowed: unset.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_hostPathVolumes.go.
 */
export default defineRule({
  id: 'host-path',
  about: 'pod',
  fields: ['hostPath'],
  severity: {
    recommended: 'error',
    strict: 'error',
    dsri: 'error',
    'pss-baseline': 'error',
    'pss-restricted': 'error',
  },
  summary: 'A pod mounts a directory of the node it runs on.',
  why: `What users write there stays on the node for the next pod, and many directories (/, /var/run/docker.sock, /var/lib/kubelet)
hand over the node itself.`,
  advice: 'use a persistent volume, an emptyDir or a CSI volume',
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
        hostPath:
          path: /data/shared
    extraVolumeMounts:
      - name: shared
        mountPath: /home/shared`,
  except: 'All other kinds of volumes.',

  *check(pod) {
    for (const volume of pod.at('spec').at('volumes').each()) {
      const host = volume.at('hostPath')
      if (!host.isSet || host.isOpaque) continue
      const path = host.at('path')
      const which = volume.at('name').text === undefined ? 'a volume' : `the volume "${volume.at('name').text}"`
      yield path.text === undefined
        ? { at: host, message: `${which} is a directory of the node` }
        : { at: path, message: `${which} is the directory "${path.text}" of the node` }
    }
  },
})
