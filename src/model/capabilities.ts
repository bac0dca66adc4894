/**
 * The Linux capabilities that container runtimes give anyway, as Kubernetes names them: without `CAP_`, in capitals.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_capabilities_baseline.go.
 */
// biome-ignore format: a list to read through
export const DEFAULT_CAPABILITIES: ReadonlySet<string> = new Set([
  'AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID',
  'SETPCAP', 'SETUID', 'SYS_CHROOT',
])
