import { isHubWorkload } from '../../jupyterhub/recovered.ts'
import type { NotJudged } from '../../model/finding.ts'
import { child } from '../../model/traced.ts'
import { objectName } from '../../model/workload.ts'
import type { FoundObject } from '../../read/objects.ts'
import { type Reference, referencesOf, speakOfHub } from '../../subjects/gitops/references.ts'
import { liveObject } from '../../subjects/live-object.ts'
import { UserError } from '../user-error.ts'
import type { ClusterApi } from './api.ts'
import { carriersIn } from './carriers.ts'
import { DECLARATIONS, type Listed, pathOf, RESOURCES, WORKLOADS } from './kinds.ts'

/** Who is shown what a survey comes to, object by object; nothing of it is kept here. */
export interface Visitor {
  /** Something that makes pods, or a pod. `owner` is the uid of what controls it. */
  workload(object: FoundObject, namespace: string, owner: string | null): void
  /** The objects of a namespace that may carry a hub's configuration, and the chart's own workload if it runs there. */
  carriers(objects: readonly FoundObject[], hub: FoundObject | null, namespace: string): void
  /** An object that asks for a hub, with those that it names, as far as they may be read. */
  declaration(object: FoundObject, namespace: string, named: readonly FoundObject[]): void
  /** How far it is: what is being read, and how many objects of it there were. */
  progress(what: string, count: number): void
}

/** Reads what is to be judged of a cluster, page by page. */
export class Survey {
  /** What the server does not let this user read. */
  readonly notJudged: NotJudged[] = []
  private readonly api: ClusterApi
  private readonly visitor: Visitor
  private readonly hubs = new Map<string, FoundObject>()

  constructor(api: ClusterApi, visitor: Visitor) {
    this.api = api
    this.visitor = visitor
  }

  /** Goes through one namespace, or, with null, through all of them. Throws `UserError` where the server does not answer. */
  async visit(namespace: string | null): Promise<void> {
    for (const listed of WORKLOADS) await this.visitWorkloads(listed, namespace)
    for (const { group, kind, resource } of DECLARATIONS) {
      const apiVersion = await this.preferred(group)
      if (apiVersion === null) continue
      for await (const item of this.items(pathOf(apiVersion, resource, namespace), resource, namespace)) {
        const object = found(item, apiVersion, kind)
        this.visitor.declaration(object, namespaceIn(item), await this.namedBy(object))
      }
    }
    const carriers = await carriersIn(this, namespace)
    for (const [space, named] of [...carriers].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const objects: FoundObject[] = []
      for (const { kind, name } of named) {
        objects.push(...(await this.read({ group: '', kind, namespace: space, name })))
      }
      this.visitor.carriers(objects, this.hubs.get(space) ?? null, space)
      this.hubs.delete(space)
    }
    // hubs that run, but whose configuration is nowhere to be seen
    for (const [space, hub] of this.hubs) this.visitor.carriers([], hub, space)
    this.hubs.clear()
  }

  /** The items of a list, page after page; where it may not be read, that is noted. */
  async *items(path: string, what: string, namespace: string | null, metadataOnly = false): AsyncGenerator<unknown> {
    let count = 0
    for await (const answer of this.api.pages(path, { metadataOnly })) {
      if ('refused' in answer) {
        const { status, message } = answer.refused
        if (status === 401) throw new UserError(`the API server does not accept the credentials: ${message}`)
        if (status === 403)
          this.refused(`${what} in ${namespace === null ? 'all namespaces' : `namespace ${namespace}`}`, message)
        return
      }
      // an empty list may come without its items
      const items = child(answer.data, 'items') ?? []
      if (!Array.isArray(items)) throw new UserError(`the API server answers ${path} with something else than a list`)
      count += items.length
      this.visitor.progress(what, count)
      yield* items
    }
  }

  /** What an object names: where its chart comes from, and, if that is jupyterhub's, what holds its values. */
  private async namedBy(object: FoundObject): Promise<FoundObject[]> {
    const { sources, values } = referencesOf(object)
    const read: FoundObject[] = []
    for (const source of sources) read.push(...(await this.read(source)))
    if (speakOfHub([object, ...read])) for (const one of values) read.push(...(await this.read(one)))
    return read
  }

  /** An object by its name; nothing where it is not there, or may not be read, which is noted. */
  private async read({ group, kind, namespace, name }: Reference): Promise<FoundObject[]> {
    const apiVersion = group === '' ? 'v1' : await this.preferred(group)
    if (apiVersion === null) return []
    const resource = RESOURCES[kind]
    const answer = resource === undefined ? null : await this.api.get(pathOf(apiVersion, resource, namespace, name))
    if (answer === null) return []
    if ('data' in answer) return [found(answer.data, apiVersion, kind)]
    if (answer.refused.status !== 404) this.refused(`${kind} ${namespace}/${name}`, answer.refused.message)
    return []
  }

  private async visitWorkloads({ kind, apiVersion, resource }: Listed, namespace: string | null): Promise<void> {
    for await (const item of this.items(pathOf(apiVersion, resource, namespace), resource, namespace)) {
      const object = found(item, apiVersion, kind)
      const space = namespaceIn(item)
      if (isHubWorkload(object)) this.hubs.set(space, object)
      this.visitor.workload(object, space, controllerOf(item))
    }
  }

  /** The version of a group that the server prefers, as `argoproj.io/v1alpha1`; null where it has none. */
  private async preferred(group: string): Promise<string | null> {
    const answer = await this.api.get(`/apis/${group}`)
    const version = 'data' in answer ? child(child(answer.data, 'preferredVersion'), 'groupVersion') : null
    return typeof version === 'string' ? version : null
  }

  private refused(what: string, message: string): void {
    const reason = `it may not be read: ${message}`
    if (!this.notJudged.some(({ location }) => location.file === what))
      this.notJudged.push({ location: { file: what }, reason, kind: 'forbidden' })
  }
}

/** The items of a list do not say of which kind they are. */
function found(data: unknown, apiVersion: string, kind: string): FoundObject {
  return liveObject(objectName({ kind, apiVersion, at: [], data }), apiVersion, kind, data)
}

function namespaceIn(data: unknown): string {
  return String(child(child(data, 'metadata'), 'namespace'))
}

function controllerOf(data: unknown): string | null {
  const owners = child(child(data, 'metadata'), 'ownerReferences')
  const controller = Array.isArray(owners) ? owners.find(owner => child(owner, 'controller') === true) : undefined
  const uid = child(controller, 'uid')
  return typeof uid === 'string' ? uid : null
}
