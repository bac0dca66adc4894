/** A published chart and what its hub image holds. */
export interface Release {
  readonly version: string
  readonly jupyterhub: string
  readonly oauthenticator: string
  readonly kubespawner: string
  /** Name of the file in `defaults/` that holds its values.yaml; releases that differ in nothing else share one. */
  readonly defaults: string
  /** Name of the file in `schemas/` that holds what its JSON schema demands; null before 1.0, which ship none. */
  readonly schema: string | null
  /** Name of the file in `templates/` that holds what its templates cannot be rendered with. */
  readonly templates: string
}

/**
 * Every published chart from 0.8.0 on, oldest first: version, JupyterHub, oauthenticator, KubeSpawner, defaults, schema,
 * templates.
 * Source: jupyterhub/zero-to-jupyterhub-k8s@<version>:jupyterhub/Chart.yaml (appVersion) and images/hub/requirements.txt;
 * the last three columns are printed by scripts/record-charts.mjs and
 * scripts/record-refusals.mjs.
 */
const ROWS: readonly (readonly [string, string, string, string, string, string | null, string])[] = [
  ['0.8.0', '0.9.4', '0.8.0', '0.10.1', '0.8.0', null, '0.8.2'],
  ['0.8.1', '0.9.5', '0.8.0', '0.10.1', '0.8.0', null, '0.8.2'],
  ['0.8.2', '0.9.6', '0.8.0', '0.10.1', '0.8.0', null, '0.8.2'],
  ['0.9.0', '1.1.0', '0.11.0', '0.11.1', '0.9.0', null, '0.9.1'],
  ['0.9.1', '1.1.0', '0.11.0', '0.11.1', '0.9.0', null, '0.9.1'],
  ['0.10.0', '1.2.0', '0.12.0', '0.14.1', '0.10.0', null, '0.10.0'],
  ['0.10.1', '1.2.1', '0.12.0', '0.14.1', '0.10.0', null, '0.10.0'],
  ['0.10.2', '1.2.1', '0.12.0', '0.14.1', '0.10.0', null, '0.10.2'],
  ['0.10.3', '1.2.1', '0.12.0', '0.14.1', '0.10.3', null, '0.10.3'],
  ['0.10.4', '1.2.1', '0.12.1', '0.14.1', '0.10.3', null, '0.10.3'],
  ['0.10.5', '1.2.2', '0.12.1', '0.14.1', '0.10.3', null, '0.10.3'],
  ['0.10.6', '1.2.2', '0.12.1', '0.14.1', '0.10.3', null, '0.10.3'],
  ['0.11.0', '1.3.0', '0.12.3', '0.15.0', '0.11.0', null, '0.11.0'],
  ['0.11.1', '1.3.0', '0.12.3', '0.15.0', '0.11.0', null, '0.11.1'],
  ['1.0.0', '1.4.1', '14.0.0', '1.0.0', '1.0.0', '1.0.0', '1.0.0'],
  ['1.0.1', '1.4.1', '14.0.0', '1.0.0', '1.0.1', '1.0.1', '1.0.1'],
  ['1.1.0', '1.4.2', '14.1.0', '1.1.0', '1.1.0', '1.1.0', '1.1.0'],
  ['1.1.1', '1.4.2', '14.1.0', '1.1.0', '1.1.0', '1.1.1', '1.1.0'],
  ['1.1.2', '1.4.2', '14.1.0', '1.1.0', '1.1.0', '1.1.2', '1.1.0'],
  ['1.1.3', '1.4.2', '14.2.0', '1.1.0', '1.1.0', '1.1.2', '1.1.0'],
  ['1.1.4', '1.4.2', '14.2.0', '1.1.0', '1.1.0', '1.1.2', '1.1.0'],
  ['1.2.0', '1.5.0', '14.2.0', '1.1.0', '1.1.0', '1.1.2', '1.1.0'],
  ['2.0.0', '3.0.0', '15.1.0', '4.2.0', '2.0.0', '2.0.0', '2.0.0'],
  ['3.0.0', '4.0.2', '16.0.4', '6.0.0', '3.0.0', '3.0.0', '2.0.0'],
  ['3.0.1', '4.0.2', '16.0.5', '6.0.0', '3.0.0', '3.0.0', '2.0.0'],
  ['3.0.2', '4.0.2', '16.0.6', '6.0.0', '3.0.0', '3.0.0', '2.0.0'],
  ['3.0.3', '4.0.2', '16.0.7', '6.0.0', '3.0.3', '3.0.0', '2.0.0'],
  ['3.1.0', '4.0.2', '16.1.0', '6.1.0', '3.1.0', '3.0.0', '2.0.0'],
  ['3.2.0', '4.0.2', '16.2.0', '6.2.0', '3.2.0', '3.0.0', '2.0.0'],
  ['3.2.1', '4.0.2', '16.2.1', '6.2.0', '3.2.0', '3.0.0', '2.0.0'],
  ['3.3.0', '4.1.0', '16.3.0', '6.2.0', '3.3.0', '3.0.0', '2.0.0'],
  ['3.3.1', '4.1.0', '16.3.0', '6.2.0', '3.3.0', '3.0.0', '2.0.0'],
  ['3.3.2', '4.1.0', '16.3.0', '6.2.0', '3.3.0', '3.0.0', '2.0.0'],
  ['3.3.3', '4.1.1', '16.3.0', '6.2.0', '3.3.0', '3.0.0', '2.0.0'],
  ['3.3.4', '4.1.2', '16.3.0', '6.2.0', '3.3.0', '3.0.0', '2.0.0'],
  ['3.3.5', '4.1.3', '16.3.0', '6.2.0', '3.3.0', '3.0.0', '2.0.0'],
  ['3.3.6', '4.1.4', '16.3.0', '6.2.0', '3.3.0', '3.0.0', '2.0.0'],
  ['3.3.7', '4.1.5', '16.3.0', '6.2.0', '3.3.0', '3.0.0', '2.0.0'],
  ['3.3.8', '4.1.6', '16.3.1', '6.2.0', '3.3.0', '3.0.0', '2.0.0'],
  ['4.0.0', '5.2.1', '17.1.0', '7.0.0', '4.0.0', '4.0.0', '4.0.0'],
  ['4.1.0', '5.2.1', '17.3.0', '7.0.0', '4.1.0', '4.1.0', '4.1.0'],
  ['4.2.0', '5.3.0', '17.3.0', '7.0.0', '4.2.0', '4.2.0', '4.1.0'],
  ['4.3.0', '5.4.0', '17.3.0', '7.0.0', '4.3.0', '4.3.0', '4.3.0'],
  ['4.3.1', '5.4.1', '17.3.0', '7.0.0', '4.3.0', '4.3.0', '4.3.0'],
  ['4.3.2', '5.4.3', '17.3.0', '7.0.0', '4.3.2', '4.3.0', '4.3.0'],
  ['4.3.3', '5.4.4', '17.4.0', '7.0.0', '4.3.3', '4.3.3', '4.3.0'],
  ['4.3.4', '5.4.5', '17.4.0', '7.0.0', '4.3.3', '4.3.3', '4.3.0'],
  ['4.3.5', '5.4.6', '17.4.0', '7.0.0', '4.3.3', '4.3.3', '4.3.0'],
  ['4.4.0', '5.5.0', '17.4.0', '7.0.0', '4.3.3', '4.3.3', '4.3.0'],
]

/** The newest chart known. */
export const NEWEST = '4.4.0'
/** The oldest chart known; what is older is judged like it. */
export const OLDEST = '0.8.0'

/** The published chart of that very version. */
export function releaseOf(version: string): Release | undefined {
  const row = ROWS.find(([published]) => published === version)
  if (row === undefined) return undefined
  const [published, jupyterhub, oauthenticator, kubespawner, defaults, schema, templates] = row
  return { version: published, jupyterhub, oauthenticator, kubespawner, defaults, schema, templates }
}

/** All published versions, oldest first. */
export function versions(): string[] {
  return ROWS.map(([version]) => version)
}
