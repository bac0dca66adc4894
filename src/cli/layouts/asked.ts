import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Tools } from '../../subjects/carried-values.ts'
import { generatingFiles, isKustomization } from '../../subjects/gitops/kustomize.ts'
import { assumedChart, chooseChart, loadChart } from '../charts.ts'
import { declaredIn, isHelmfile } from '../declared.ts'
import { gunzip } from '../gunzip.ts'
import { openInput, openLone } from '../inputs.ts'

/** A hub that an object of Flux, Argo CD or Rancher, or a helmfile, asks for. */
export interface AskedHub {
  /** Where to find it: files, and folders that hold all that belongs to it. */
  readonly places: readonly string[]
  /** The values files that it names. */
  readonly named: readonly string[]
}

/** What may ask for a hub, or be named by that. */
const TELLING = /^(?:kind:|releases:|configMapGenerator:|secretGenerator:)/m

/** The hubs that the files of a repository ask for. */
export function askedHubs(files: readonly string[]): AskedHub[] {
  const inputs = files
    .filter(file => /\.ya?ml$/.test(file) && TELLING.test(readFileSync(file, 'utf8')))
    .map(file => openLone(file, 4, null, () => []))
  const streams = inputs.flatMap(({ stream }) => stream ?? [])
  const { hubs } = declaredIn({ streams, helmfiles: inputs.filter(isHelmfile), helm: 4 }, TOOLS, file =>
    openInput(file, 4),
  )
  const kustomizations = streams.flatMap(({ named, file }) =>
    named.filter(isKustomization).map(({ traced }) => ({
      file,
      makes: generatingFiles({ file, traced }).map(path => join(dirname(file), path)),
    })),
  )
  return hubs.map(({ file, patch, named }) => ({
    places: [
      patch === undefined ? file : above(file, patch),
      ...kustomizations.filter(({ makes }) => makes.some(made => named.includes(made))).map(made => made.file),
    ],
    named,
  }))
}

/** Where hubs are to be found, none of the places inside another. */
export function placesOf(hubs: readonly AskedHub[]): string[] {
  const places = [...new Set(hubs.flatMap(hub => hub.places))]
  return places.filter(place => !places.some(other => other !== place && isIn(place, other)))
}

const TOOLS: Tools = {
  choose: stated => (stated === null ? assumedChart() : chooseChart(stated, 'object')),
  chart: loadChart,
  gunzip,
}

/** The folder that holds both of two files. */
function above(file: string, other: string): string {
  let folder = dirname(file)
  while (folder !== '.' && !isIn(other, folder)) folder = dirname(folder)
  return folder
}

function isIn(file: string, folder: string): boolean {
  const path = relative(folder, file)
  return path !== '' && !path.startsWith('..')
}
