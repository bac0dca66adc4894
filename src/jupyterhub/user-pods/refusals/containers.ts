import type { Container, Pod } from '../../../model/pod.ts'
import { called } from '../../../model/pod.ts'
import type { View } from '../../../model/view.ts'
import { quoted, type Refusal, refusal } from './refusal.ts'

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
    for (const variable of container.at('env').each())
      if (!variable.isOpaque && !variable.at('name').isOpaque && !isVariable(variable.at('name').text ?? ''))
        yield refusal(variable.at('name'), `a variable cannot be called ${quoted(variable.at('name').text ?? '')}`)
    yield* invalidMounts(pod, container)
    for (const hook of [container.at('lifecycle').at('postStart'), container.at('lifecycle').at('preStop')])
      if (hook.isMap && !HANDLERS.some(handler => (hook as View).get(handler).isSet))
        yield refusal(hook, `a lifecycle hook of ${called(container)} has none of ${HANDLERS.join(', ')}`)
  }
  const ephemeral = spec.at('ephemeralContainers')
  if (ephemeral.each().length > 0) yield refusal(ephemeral, 'no pod is made with ephemeral containers')
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'sleep'] as const

/** Source: kubernetes/apimachinery@v0.36.1:pkg/util/validation/validation.go (`IsRelaxedEnvVarName`). */
function isVariable(name: string): boolean {
  return /^[\x20-\x3c\x3e-\x7e]+$/.test(name)
}

function* invalidMounts(pod: View<Pod>, container: View<Container>): Generator<Refusal> {
  const volumes = pod.at('spec').at('volumes')
  const names = volumes.each().map(volume => volume.at('name'))
  const areKnown = !volumes.isOpaque && !names.some(name => name.isOpaque)
  const paths = new Set<string>()
  for (const mount of container.at('volumeMounts').each()) {
    const [name, path, subPath] = [mount.at('name'), mount.at('mountPath'), mount.at('subPath')]
    if (areKnown && name.text !== undefined && !names.some(({ text }) => text === name.text))
      yield refusal(name, `${called(container)} mounts ${quoted(name.text)}, and there is no such volume`, null)
    if (!path.isOpaque && !mount.isOpaque && !path.text)
      yield refusal(path, `${called(container)} mounts a volume nowhere: there is no mountPath`, null)
    else if (path.text !== undefined && paths.has(path.text))
      yield refusal(path, `${called(container)} mounts two volumes at ${quoted(path.text)}`)
    if (path.text !== undefined) paths.add(path.text)
    if (subPath.text?.startsWith('/') || subPath.text?.split('/').includes('..'))
      yield refusal(subPath, `a subPath must be relative and without "..", and this one is ${quoted(subPath.text)}`)
  }
}
