import type { Container, Pod } from '../../../model/pod.ts'
import { called } from '../../../model/pod.ts'
import type { View } from '../../../model/view.ts'
import { onceSound, quoted, type Refusal, refusal } from './refusal.ts'

const POLICIES: ReadonlySet<string> = new Set(['', 'Always', 'IfNotPresent', 'Never'])

/** What Kubernetes does not take of containers but for their rights and resources. */
export function* invalidContainers(pod: View<Pod>): Generator<Refusal> {
  const { spec } = { spec: pod.at('spec') }
  for (const container of [...spec.at('initContainers').each(), ...spec.at('containers').each()]) {
    if (container.isOpaque) continue
    const [image, policy] = [container.at('image'), container.at('imagePullPolicy')]
    if (!image.isOpaque && (image.text ?? '') === '') yield refusal(image, `${called(container)} has no image`, null)
    else if (image.text !== undefined && image.text !== image.text.trim())
      yield refusal(image, `the image of ${called(container)} begins or ends with a blank`)
    if (policy.text !== undefined && !POLICIES.has(policy.text))
      yield refusal(policy, `imagePullPolicy cannot be ${quoted(policy.text)}`)
    yield* invalidVariables(container.at('env'))
    yield* invalidMounts(container.at('volumeMounts'), called(container))
    for (const hook of [container.at('lifecycle').at('postStart'), container.at('lifecycle').at('preStop')])
      if (hook.isMap && !HANDLERS.some(handler => (hook as View).get(handler).isSet))
        yield refusal(hook, `a lifecycle hook of ${called(container)} has none of ${HANDLERS.join(', ')}`)
  }
  yield* mountsOfNothing(pod)
  const ephemeral = spec.at('ephemeralContainers')
  if (ephemeral.each().length > 0) yield refusal(ephemeral, 'no pod is made with ephemeral containers')
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'sleep'] as const

/** Source: kubernetes/apimachinery@v0.36.1:pkg/util/validation/validation.go (`IsRelaxedEnvVarName`). */
function isVariable(name: string): boolean {
  return /^[\x20-\x3c\x3e-\x7e]+$/.test(name)
}

const invalidVariables = onceSound(function* (variables: View<Container['env']>) {
  for (const variable of variables.each()) {
    const name = variable.at('name')
    if (!variable.isOpaque && !name.isOpaque && !isVariable(name.text ?? ''))
      yield refusal(name, `a variable cannot be called ${quoted(name.text ?? '')}`)
  }
})

function* mountsOfNothing(pod: View<Pod>): Generator<Refusal> {
  const { spec } = { spec: pod.at('spec') }
  const volumes = spec.at('volumes')
  const names = volumes.each().map(volume => volume.at('name'))
  if (volumes.isOpaque || names.some(name => name.isOpaque)) return
  const known = new Set(names.map(({ text }) => text))
  for (const container of [...spec.at('initContainers').each(), ...spec.at('containers').each()])
    for (const mount of container.at('volumeMounts').each()) {
      const name = mount.at('name')
      if (name.text !== undefined && !known.has(name.text))
        yield refusal(name, `${called(container)} mounts ${quoted(name.text)}, and there is no such volume`, null)
    }
}

const invalidMounts = onceSound(function* (mounts: View<Container['volumeMounts']>, who: string) {
  const paths = new Set<string>()
  for (const mount of mounts.each()) {
    const [path, subPath] = [mount.at('mountPath'), mount.at('subPath')]
    if (!path.isOpaque && !mount.isOpaque && !path.text)
      yield refusal(path, `${who} mounts a volume nowhere: there is no mountPath`, null)
    else if (path.text !== undefined && paths.has(path.text))
      yield refusal(path, `${who} mounts two volumes at ${quoted(path.text)}`)
    if (path.text !== undefined) paths.add(path.text)
    if (subPath.text?.startsWith('/') || subPath.text?.split('/').includes('..'))
      yield refusal(subPath, `a subPath must be relative and without "..", and this one is ${quoted(subPath.text)}`)
  }
})
