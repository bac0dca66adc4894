import type { Path } from './path.ts'
import type { Span } from './span.ts'

/**
 * Who put a value where it is.
 *
 * - `file`: a person, in a values file or a manifest
 * - `flag`: a person, on the command line
 * - `python`: Python code in the values (`hub.extraConfig`, `hub.extraFiles`)
 * - `chart`: a default of the Helm chart
 * - `platform`: a default of JupyterHub, KubeSpawner or Kubernetes
 * - `object`: an object in a cluster
 * - `nobody`: the value is not there
 */
export type Author = 'file' | 'flag' | 'python' | 'chart' | 'platform' | 'object' | 'nobody'

/** Where a value comes from. */
export interface Origin {
  readonly by: Author
  /** The author as people call it: `config.yaml`, `--set`, `jupyterhub 4.4.0`, `KubeSpawner 7.0.0`. */
  readonly name: string
  /** The path in that author's own terms; of a default, where one would write it. */
  readonly path: Path
  /** The text that sets the value; for what nobody wrote, the nearest text that somebody did; null where there is no file. */
  readonly span: Span | null
  /** Of a flag, which has no text: the nearest text in the files that it is laid over. */
  readonly near?: Span | null
  /** Of a number or truth value in a file, the text that YAML reads as that: `0600`, `yes`. */
  readonly written?: string
  /** In a stream of Kubernetes objects: the object it stands in. */
  readonly object?: StreamedObject
}

/** An object as findings name it. */
export interface StreamedObject {
  /** `Deployment jhub/hub`. */
  readonly name: string
  /** The template that Helm printed it from: `jupyterhub/templates/hub/deployment.yaml`. */
  readonly template: string | null
}

/** Whether a person wrote it, as opposed to a default that nobody spoke of. */
export function isWritten(origin: Origin): boolean {
  return origin.by === 'file' || origin.by === 'flag' || origin.by === 'python' || origin.by === 'object'
}
