import { FOREIGN_FIELDS, TOKEN_MOUNT } from '../jupyterhub/metadata-blocker.ts'
import { escaped, literal } from './cel.ts'

/** How an expression names what it is about: the pod as it is to be, or as it was before an update. */
export interface PodNames {
  readonly spec: string
  readonly metadata: string
  /** Each as `{who, init, is}`: what messages call it, whether it is an init container, and the container. */
  readonly containers: string
  /** The containers, and the pod itself before them: all that may have a `securityContext`. */
  readonly contexts: string
}

/** A variable of a policy. Source: kubernetes/api@v0.36.1:admissionregistration/v1/types.go. */
export interface Variable {
  readonly name: string
  readonly expression: string
}

export function podNames(suffix: string): PodNames {
  const [spec, metadata, containers, contexts] = ['spec', 'metadata', 'containers', 'contexts'].map(
    name => `variables.${name}${suffix}`,
  ) as [string, string, string, string]
  return { spec, metadata, containers, contexts }
}

/** Where the pod stands, by the kind of the object; by default as in a Deployment. Source: kubernetes/api@v0.36.1. */
const PLACES = [
  ['Pod', ''],
  ['PodTemplate', '.template'],
  ['CronJob', '.spec.jobTemplate.spec.template'],
] as const

/** The variables that `podNames` names. `dyn` leaves the types to the moment of a request: one policy is for all kinds. */
export function podVariables(suffix: string, object: string, exists: string | null): Variable[] {
  const names = podNames(suffix)
  const part = (field: string) => {
    const at = (place: string) => `dyn(${object})${place}.?${field}.orValue({})`
    const byKind = PLACES.reduceRight(
      (rest, [kind, place]) => `request.kind.kind == '${kind}' ? ${at(place)} : ${rest}`,
      at('.spec.template'),
    )
    return exists === null ? byKind : `!(${exists}) ? dyn({}) : ${byKind}`
  }
  const those = (field: string, called: string, init: boolean) =>
    `${names.spec}.?${field}.orValue([]).map(c, {'who': dyn(${literal(`${called} "`)} + c.name + '"'), 'init': dyn(${init}), 'is': dyn(c)})`
  return [
    { name: `spec${suffix}`, expression: part('spec') },
    { name: `metadata${suffix}`, expression: part('metadata') },
    {
      name: `containers${suffix}`,
      expression: [
        those('initContainers', 'init container', true),
        those('containers', 'container', false),
        those('ephemeralContainers', 'ephemeral container', false),
      ].join(' + '),
    },
    {
      name: `contexts${suffix}`,
      expression: `[{'who': dyn('the pod'), 'init': dyn(false), 'is': dyn(${names.spec})}] + ${names.containers}`,
    },
  ]
}

/** Whether KubeSpawner made the pod; as `isUserPod` of src/model/pod.ts. */
export function isUserPod({ metadata }: PodNames): string {
  const key = literal('hub.jupyter.org/username')
  const has = (field: string) => `${key} in ${metadata}.?${field}.orValue({})`
  return `(${metadata}.?labels.?component.orValue('') == 'singleuser-server' || ${has('labels')} || ${has('annotations')})`
}

/** What counts for the container `c` of what it and its pod can both say, as an optional value. */
export function effective({ spec }: PodNames, field: string): string {
  return `c.is.?securityContext.?${field}.or(${spec}.?securityContext.?${field})`
}

/** Whether the container `c` is the chart's metadata blocker; as `isMetadataBlocker` of src/jupyterhub/metadata-blocker.ts. */
export function isBlocker(
  name: string,
  commands: readonly (readonly string[])[],
  repositories: readonly string[],
): string {
  if (repositories.length === 0) return 'false'
  const ip = '[0-9]{1,3}([.][0-9]{1,3}){3}(/32)?'
  const shapes = commands.map(words => words.map(word => (word === '{ip}' ? ip : escaped(word))).join('\\n'))
  const image = `^(docker[.]io/)?(${repositories.map(escaped).join('|')})(:[^:/@]*)?(@.*)?$`
  return [
    'c.init',
    `c.is.name == ${literal(name)}`,
    ...FOREIGN_FIELDS.map(field => `!has(c.is.${field})`),
    `c.is.?volumeMounts.orValue([]).all(m, m.mountPath == ${literal(TOKEN_MOUNT)})`,
    `c.is.?command.orValue([]).join('\\n').matches(${literal(`^(${shapes.join('|')})$`)})`,
    `c.is.?image.orValue('').matches(${literal(image)})`,
  ].join(' && ')
}
