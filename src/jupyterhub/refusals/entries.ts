import { printPath } from '../../model/path.ts'
import type { HubValues } from '../../model/values.ts'
import type { View } from '../../model/view.ts'
import { truthy } from '../derived.ts'
import type { Refusal } from '../refusals.ts'
import { kindOf } from './kinds.ts'
import { hasAutohttps } from './templates.ts'

/** Environment variables that are neither text nor a map; those of users are not rendered, but sent by KubeSpawner. */
export function environmentFailures(values: View<HubValues>): Refusal[] {
  const [hub, proxy]: View[] = [values.at('hub') as View, values.get('proxy')]
  const places = [hub, proxy?.get('chp'), ...(hasAutohttps(values) ? [proxy?.get('traefik')] : [])]
  return places.flatMap(place =>
    (place?.get('extraEnv').entries() ?? [])
      .filter(([, at]) => at.text === undefined && !at.isMap && !at.isOpaque)
      .map(([, at]) => ({ sentence: `${printPath(at.path)} must be text or a map, not ${kindOf(at.raw)}`, at })),
  )
}

/** Arguments that are no text: each is rendered as a template of its own. */
export function argumentFailures(values: View<HubValues>): Refusal[] {
  const hub: View = values.at('hub') as View
  return [hub.get('command'), hub.get('args'), values.get('proxy').get('chp').get('extraCommandLineFlags')]
    .flatMap(list => (list.isList ? list.each() : []))
    .filter(at => at.text === undefined && !at.isOpaque)
    .map(at => ({ sentence: `${printPath(at.path)} must be text, not ${kindOf(at.raw)}`, at }))
}

/** Certificates of an ingress that are no maps: the closing notes of an installation list their hosts. */
export function ingressFailures(values: View<HubValues>): Refusal[] {
  const ingress = values.get('ingress')
  const tls = ingress.get('tls')
  return (ingress.get('enabled').raw === true && tls.isList ? tls.each() : [])
    .filter(at => !at.isMap && !at.isOpaque)
    .map(at => ({ sentence: `${printPath(at.path)} must be a map, not ${kindOf(at.raw)}`, at }))
}

/** How a file of `extraFiles` can be written, by the ending of its name. */
const WRITTEN = /\.(?:ya?ml|json|toml)$/
const CONTENTS = ['data', 'stringData', 'binaryData']

/** Entries of `extraFiles` that say nothing, or too much, of what is in the file. */
export function fileFailures(values: View<HubValues>): Refusal[] {
  return [values.at('hub') as View, values.at('singleuser') as View].flatMap(place =>
    place
      .get('extraFiles')
      .entries()
      .flatMap(([, file]) => fileFailure(file)),
  )
}

function fileFailure(file: View): Refusal[] {
  const contents = CONTENTS.map(name => file.get(name))
  const mountPath = file.get('mountPath')
  if (file.isOpaque || mountPath.isOpaque || contents.some(at => at.isOpaque)) return []
  const name = printPath(file.path)
  if (!truthy(mountPath.raw)) return [{ sentence: `${name}.mountPath is missing`, at: mountPath }]
  if (contents.filter(at => truthy(at.raw)).length !== 1)
    return [{ sentence: `${name} needs exactly one of ${CONTENTS.join(', ')}`, at: file }]
  return truthy(file.get('data').raw) && !WRITTEN.test(mountPath.text ?? '')
    ? [
        {
          sentence: `${name} has data, which is written only to files that end in .yaml, .yml, .json or .toml`,
          at: mountPath,
        },
      ]
    : []
}
