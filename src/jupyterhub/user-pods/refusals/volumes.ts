import type { View } from '../../../model/view.ts'
import { onceSound, quoted, type Refusal, refusal } from './refusal.ts'

/** Volumes that Kubernetes does not take. One without a source is an empty directory. */
export const invalidVolumes = onceSound(function* (volumes: View) {
  for (const volume of volumes.each() as View[]) {
    const sources = volume.keys().filter(key => key !== 'name' && volume.get(key).isSet)
    if (sources.length > 1) yield refusal(volume, `a volume has one source, and this one has ${sources.join(' and ')}`)
    yield* invalidHostPath(volume.get('hostPath'))
    const claim = volume.get('persistentVolumeClaim')
    const name = claim.get('claimName')
    if (claim.isMap && !name.isOpaque && !name.text)
      yield refusal(claim, 'a persistentVolumeClaim has no claimName', null)
  }
})

const TYPES: ReadonlySet<string> = new Set([
  ...['', 'DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice'],
])

function* invalidHostPath(volume: View): Generator<Refusal> {
  const [path, type] = [volume.get('path'), volume.get('type')]
  if (volume.isMap && !path.isOpaque && !path.text) yield refusal(volume, 'a hostPath has no path', null)
  if (path.text?.split('/').includes('..')) yield refusal(path, 'the path of a hostPath cannot have ".."')
  if (type.text !== undefined && !TYPES.has(type.text))
    yield refusal(type, `the type of a hostPath cannot be ${quoted(type.text)}`)
}
