import { BLOCKER_COMMANDS, BLOCKER_NAME } from '../jupyterhub/metadata-blocker.ts'
import { DEFAULT_CAPABILITIES } from '../model/capabilities.ts'
import { APPARMOR_ANNOTATION, CONFINING, SAFE_SYSCTLS, SELINUX_TYPES } from '../model/pod-security.ts'
import { list, literal, when } from './cel.ts'
import {
  hasCapitalRegistry,
  hasMovingTag,
  isAnyReference,
  isUndigested,
  isUnlisted,
  isUntagged,
  mayBePlaceholder,
} from './image-expressions.ts'
import { effective, isBlocker, isUserPod, type PodNames } from './pod-names.ts'

/** What a check is made from. */
export interface Wanted {
  readonly pod: PodNames
  /** The values of the rule's options. */
  readonly options: Readonly<Record<string, unknown>>
  /** Whether problems of a situation count. */
  counts(situation?: string): boolean
  /** The fields that the rule names. */
  readonly fields: readonly string[]
}

/** An expression for the list of what is wrong, in lists: of a container `c`, or of the pod. */
export type Check =
  | { readonly each: string }
  | { readonly pod: string }
  | { readonly each: string; readonly pod: string; readonly over?: 'containers' | 'contexts' }
  | { readonly context: string }

/**
 * The rules about pods as expressions of CEL, by rule. Each says what the rule of that name in rules/ says, in the same words, of
 * objects as the API server has them: of the types that its validation lets through, with its defaults filled in, and without nulls.
 */
export const CHECKS: Readonly<Record<string, (wanted: Wanted) => Check>> = {
  'privileged-container': wanted => ({
    each: when(`${own('privileged')}.orValue(false) && !(${blocker(wanted)})`, "c.who + ' is privileged'"),
  }),

  'privileged-metadata-blocker': wanted => ({
    each: when(
      `${own('privileged')}.orValue(false) && ${blocker(wanted)}`,
      "c.who + ' runs privileged to block the cloud metadata server'",
    ),
  }),

  'host-namespace': ({ pod: { spec } }) => ({
    pod: concat(
      [
        ['hostNetwork', 'the network of its node'],
        ['hostPID', 'the process table of its node'],
        ['hostIPC', 'the shared memory of its node'],
      ].map(([field, what]) => when(`${spec}.?${field}.orValue(false)`, literal(`${field}: the pod shares ${what}`))),
    ),
  }),

  'host-path': ({ pod: { spec } }) => ({
    pod: `${spec}.?volumes.orValue([]).filter(v, v.?hostPath.hasValue()).map(v, 'the volume "' + v.name + '" is the directory "' + v.hostPath.path + '" of the node')`,
  }),

  'host-port': () => ({
    each: "c.is.?ports.orValue([]).filter(p, p.?hostPort.orValue(0) != 0).map(p, c.who + ' takes port ' + string(p.hostPort) + ' of the node')",
  }),

  'host-process': () => ({
    context: when(
      `${own('windowsOptions')}.?hostProcess.orValue(false)`,
      "c.who + ' runs as a process of the Windows node (hostProcess)'",
    ),
  }),

  'host-probe': ({ pod: { spec }, counts }) => {
    const spoken = HANDLERS.flatMap(([name, path]) =>
      ['httpGet', 'tcpSocket'].map(way => [name, `c.is.${path}.?${way}.?host.orValue('')`] as const),
    )
    const isOwn = (host: string) =>
      `${spec}.?hostNetwork.orValue(false) && ${host}.matches('^(?:localhost|127(?:[.][0-9]{1,3}){3}|\\\\[?::1\\\\]?)$')`
    const spared = (host: string) => (counts('its own network') ? '' : ` && !(${isOwn(host)})`)
    return {
      each: concat(
        spoken.map(([name, host]) =>
          when(`${host} != ''${spared(host)}`, `'the ${name} of ' + c.who + ' speaks to the host "' + ${host} + '"'`),
        ),
      ),
    }
  },

  'added-capability': wanted => ({
    each: `(${blocker(wanted)}) ? [] : ${own('capabilities')}.?add.orValue([]).filter(a, !(a in ${list([...DEFAULT_CAPABILITIES])})).map(a, c.who + ' gets the capability ' + a)`,
  }),

  'undropped-capability': wanted => {
    const kept = list([...DEFAULT_CAPABILITIES].filter(name => name !== 'NET_BIND_SERVICE'))
    const capabilities = own('capabilities')
    return {
      each: `(${blocker(wanted)} || ${isForWindows(wanted)}) ? [] : ${when(
        `!('ALL' in ${capabilities}.?drop.orValue([]))`,
        "c.who + ' does not drop all capabilities'",
      )} + ${capabilities}.?add.orValue([]).filter(a, a in ${kept}).map(a, c.who + ' keeps the capability ' + a)`,
    }
  },

  'privilege-escalation': wanted => {
    const { counts } = wanted
    const escalation = own('allowPrivilegeEscalation')
    const privileged = `${own('privileged')}.orValue(false)`
    const says = (situation: string, condition: string, words: string) =>
      counts(situation) ? [when(condition, `c.who + ' ${words} privilege escalation'`)] : []
    return {
      each: `(${blocker(wanted)} || ${isForWindows(wanted)} || !${escalation}.orValue(true)) ? [] : ${concat([
        ...says('privileged anyway', `${privileged} && ${escalation}.hasValue()`, 'allows'),
        ...says('privileged anyway', `${privileged} && !${escalation}.hasValue()`, 'does not forbid'),
        ...says('allowed', `!${privileged} && ${escalation}.hasValue()`, 'allows'),
        ...says('not forbidden', `!${privileged} && !${escalation}.hasValue()`, 'does not forbid'),
      ])}`,
    }
  },

  'unmasked-proc': ({ pod, counts }) => {
    const mount = own('procMount')
    const judged = situations(counts, hasOwnUsers(pod), 'own users', 'users of the node')
    return {
      each: when(
        `${judged} && ${mount}.orValue('Default') != 'Default'`,
        `c.who + ' mounts /proc with procMount: ' + ${mount}.orValue('')`,
      ),
    }
  },

  'custom-selinux': () => {
    const option = (key: string) => `${own('seLinuxOptions')}.?${key}.orValue('')`
    return {
      context: concat([
        when(
          `!(${option('type')} in ${list(['', ...SELINUX_TYPES])})`,
          `c.who + ' has the SELinux type "' + ${option('type')} + '"'`,
        ),
        ...['user', 'role'].map(key =>
          when(`${option(key)} != ''`, `c.who + ' has the SELinux ${key} "' + ${option(key)} + '"'`),
        ),
      ]),
    }
  },

  'unconfined-apparmor': ({ pod: { metadata } }) => {
    const type = `${own('appArmorProfile')}.?type.orValue('RuntimeDefault')`
    const annotations = `${metadata}.?annotations.orValue({})`
    const prefix = literal(APPARMOR_ANNOTATION)
    const isWrong = `k.startsWith(${prefix}) && !(${annotations}[k] in ['', 'runtime/default']) && !${annotations}[k].startsWith('localhost/')`
    return {
      over: 'contexts',
      each: when(`!(${type} in ${list(CONFINING)})`, `c.who + ' has the AppArmor profile "' + ${type} + '"'`),
      pod: `${annotations}.filter(k, ${isWrong}).map(k, 'container "' + k.substring(${APPARMOR_ANNOTATION.length}) + '" has the AppArmor profile "' + ${annotations}[k] + '"')`,
    }
  },

  'unconfined-seccomp': () => {
    const type = `${own('seccompProfile')}.?type.orValue('RuntimeDefault')`
    return {
      context: when(`!(${type} in ${list(CONFINING)})`, `c.who + ' has the seccomp profile "' + ${type} + '"'`),
    }
  },

  'unset-seccomp': wanted => ({
    each: when(
      `!${effective(wanted.pod, 'seccompProfile')}.hasValue() && !(${blocker(wanted)} || ${isForWindows(wanted)})`,
      "'neither ' + c.who + ' nor its pod sets a seccomp profile'",
    ),
  }),

  'root-user': wanted => {
    const { pod, counts } = wanted
    const { spec, containers } = pod
    const [user, nonRoot] = [effective(pod, 'runAsUser'), effective(pod, 'runAsNonRoot')]
    const whose = (field: string) => `(${own(field)}.hasValue() ? dyn(c.who) : dyn('the pod'))`
    const isRoot = `${user}.orValue(-1) == 0`
    const isFalse = `!${nonRoot}.orValue(true)`
    const eachSays = (field: string) =>
      `${containers}.filter(c, !(${blocker(wanted)})).all(c, ${own(field)}.hasValue())`
    const own_ = (field: string, root: string) =>
      when(
        `!${hasOwnUsers(pod)} && ${spec}.?securityContext.?${field} == optional.of(${root}) && ${eachSays(field)}`,
        literal(`${field} is ${root} for the pod, though each of its containers has its own`),
      )
    const root = counts('root')
      ? [
          when(isRoot, `${whose('runAsUser')} + ' runs as root (user 0)'`),
          when(
            `!(${isRoot}) && ${isFalse} && !${user}.hasValue()`,
            `${whose('runAsNonRoot')} + ' may run as root: runAsNonRoot is false and no user is named'`,
          ),
        ]
      : []
    const overruled = counts('overruled')
      ? [
          when(
            `!(${isRoot}) && ${isFalse} && ${user}.hasValue()`,
            `'runAsNonRoot is false for ' + ${whose('runAsNonRoot')} + ', though a user is named'`,
          ),
        ]
      : []
    return {
      each: `(${hasOwnUsers(pod)} || ${blocker(wanted)}) ? [] : ${concat([...root, ...overruled])}`,
      pod: counts('overruled') ? concat([own_('runAsUser', '0'), own_('runAsNonRoot', 'false')]) : '[]',
    }
  },

  'unset-non-root': wanted => ({
    each: when(
      `!${hasOwnUsers(wanted.pod)} && !${effective(wanted.pod, 'runAsNonRoot')}.hasValue() && !(${blocker(wanted)})`,
      "'neither ' + c.who + ' nor its pod says runAsNonRoot: true'",
    ),
  }),

  'unsafe-sysctl': ({ pod: { spec } }) => ({
    pod: `${spec}.?securityContext.?sysctls.orValue([]).filter(s, !(s.name in ${list([...SAFE_SYSCTLS])})).map(s, 'the pod sets the sysctl ' + s.name)`,
  }),

  'unlisted-volume-type': ({ pod: { spec }, fields }) => ({
    pod: `${spec}.?volumes.orValue([]).filter(v, ${list(fields)}.exists(k, k in v)).map(v, 'the volume "' + v.name + '" is of the kind ' + ${list(fields)}.filter(k, k in v).join(', '))`,
  }),

  'untagged-image': () => ({ each: image(isUntagged, "' has neither tag nor digest'") }),
  'undigested-image': () => ({ each: image(isUndigested, "' has no digest'") }),
  'floating-image-tag': ({ options: { words } }) => ({
    each: image(
      hasMovingTag(words as readonly string[]),
      "' has the moving tag \"' + i.substring(i.lastIndexOf(':') + 1) + '\"'",
    ),
  }),
  'unlisted-registry': ({ options: { allow } }) => {
    const patterns = allow as readonly string[]
    return {
      each:
        patterns.length === 0
          ? '[]'
          : image(isUnlisted(patterns), "' comes from a registry or repository that is not listed'"),
    }
  },
  'invalid-image': () => ({
    each: image(
      `(!${isAnyReference} && i != '' && !${mayBePlaceholder}) || (${isAnyReference} && ${hasCapitalRegistry})`,
      "' is no image reference'",
    ),
  }),

  'service-account-token': ({ pod }) => {
    const { spec } = pod
    const account = `${spec}.?serviceAccountName.or(${spec}.?serviceAccount).orValue('')`
    return {
      pod: when(
        `${isUserPod(pod)} && ${spec}.?automountServiceAccountToken.orValue(true)`,
        `'users get the API token of the account "' + (${account} == '' ? 'default' : string(${account})) + '"'`,
      ),
    }
  },

  'no-memory-limit': ({ pod }) => ({ pod: withoutLimit(pod, 'memory', 'memory limit') }),
  'no-cpu-limit': ({ pod }) => ({ pod: withoutLimit(pod, 'cpu', 'CPU limit') }),
}

/** What a check leaves to the webhook, where it cannot say all that its rule says. */
export const LEFT: Readonly<Record<string, string>> = {
  'invalid-image': 'images that look like placeholders are let through whatever else is wrong with them',
}

const HANDLERS = [
  ['livenessProbe', '?livenessProbe'],
  ['readinessProbe', '?readinessProbe'],
  ['startupProbe', '?startupProbe'],
  ['postStart', '?lifecycle.?postStart'],
  ['preStop', '?lifecycle.?preStop'],
] as const

/** What the container `c`, or the pod itself, says in its security context, as an optional value. */
function own(field: string): string {
  return `c.is.?securityContext.?${field}`
}

function blocker({ options: { blockerImages } }: Wanted): string {
  return isBlocker(BLOCKER_NAME, BLOCKER_COMMANDS, blockerImages as readonly string[])
}

function isForWindows({ pod: { spec } }: Wanted): string {
  return `${spec}.?os.?name.orValue('') == 'windows'`
}

function hasOwnUsers({ spec }: PodNames): string {
  return `(${spec}.?hostUsers.orValue(true) == false)`
}

/** Which pods count, where a condition tells two situations apart. */
function situations(counts: Wanted['counts'], condition: string, yes: string, no: string): string {
  const [whenTrue, whenFalse] = [counts(yes), counts(no)]
  if (whenTrue && whenFalse) return 'true'
  return whenTrue ? condition : whenFalse ? `!${condition}` : 'false'
}

function image(condition: string, words: string): string {
  return `[c.is.?image.orValue('')].filter(i, ${condition}).map(i, 'the image "' + i + '"' + ${words})`
}

function withoutLimit(pod: PodNames, resource: string, words: string): string {
  const first = `${pod.spec}.?containers.orValue([])`
  return `!${isUserPod(pod)} ? [] : ${first}.filter(c, c.name == ${first}[0].name && !c.?resources.?limits.?${resource}.hasValue()).map(c, 'container "' + c.name + '" has no ${words}')`
}

function concat(lists: readonly string[]): string {
  return lists.length === 0 ? '[]' : lists.join(' + ')
}
