import type { View } from './view.ts'

/** Kernel settings that end at the pod. Source: kubernetes/pod-security-admission@v0.36.1:policy/check_sysctls.go (1.32). */
// biome-ignore format: a list to read through
export const SAFE_SYSCTLS: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start', 'net.ipv4.ping_group_range', 'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes', 'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies', 'net.ipv4.tcp_wmem',
])

/** The SELinux types that are made for containers. Source: kubernetes/pod-security-admission@v0.36.1:policy/check_seLinuxOptions.go. */
export const SELINUX_TYPES: readonly string[] = [
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
]

/** The profiles of seccomp and AppArmor that confine. */
export const CONFINING: readonly string[] = ['RuntimeDefault', 'Localhost']

/**
 * The profile of seccomp or AppArmor that something names, empty where it names none: Kubernetes refuses that, Pod Security too.
 * Undefined where nobody says anything, or what cannot be known.
 */
export function profileNamed(profile: View<{ type?: string }>): string | undefined {
  const type = profile.at('type')
  return type.isSet ? type.text : profile.isMap ? '' : undefined
}

/** An annotation for each container, before there was a field for AppArmor. */
export const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/'
