/** Where a program is, or why it cannot be had. */
export type Had = { readonly program: string } | { readonly missing: string }

export function helm(version: 3 | 4 | '3' | '4'): Had
export function apiServer(): Had
export function etcd(): Had
export function kubeSpawner(): Had
export function jupyterhubChart(): Had
