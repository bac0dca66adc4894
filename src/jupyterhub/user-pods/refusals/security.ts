import type { Container, Pod } from '../../../model/pod.ts'
import { called, securityContexts } from '../../../model/pod.ts'
import type { View } from '../../../model/view.ts'
import { onceSound, type Refusal, refusal } from './refusal.ts'

const LARGEST_ID = 2 ** 31 - 1

/** Rights that Kubernetes does not give, or not together. */
export function* invalidSecurity(pod: View<Pod>): Generator<Refusal> {
  const spec = pod.at('spec')
  const groups = spec.at('securityContext').at('supplementalGroups').each()
  const ids = securityContexts(pod).flatMap(({ security }) => [security.at('runAsUser'), security.at('runAsGroup')])
  for (const id of [...ids, spec.at('securityContext').at('fsGroup'), ...groups])
    if (id.number !== undefined && !(id.number >= 0 && id.number <= LARGEST_ID))
      yield refusal(id, `a user or group is not from 0 to ${LARGEST_ID}`)
  for (const container of [...spec.at('initContainers').each(), ...spec.at('containers').each()])
    yield* contradictions(container, called(container))
}

const contradictions = onceSound(function* (container: View<Container>, who: string) {
  const security = container.at('securityContext')
  const privileged = security.at('privileged')
  const escalation = security.at('allowPrivilegeEscalation')
  if (escalation.value === false) {
    if (privileged.value === true)
      yield refusal(privileged, `${who} cannot be privileged with allowPrivilegeEscalation: false`, escalation)
    for (const capability of security.at('capabilities').at('add').each())
      if (capability.text === 'CAP_SYS_ADMIN')
        yield refusal(capability, `${who} cannot have CAP_SYS_ADMIN with allowPrivilegeEscalation: false`, escalation)
  }
  for (const mount of container.at('volumeMounts').each() as View[]) {
    const propagation = mount.get('mountPropagation')
    if (propagation.text === 'Bidirectional' && privileged.value !== true && !privileged.isOpaque)
      yield refusal(propagation, 'only a privileged container has mountPropagation: Bidirectional', privileged)
  }
})
