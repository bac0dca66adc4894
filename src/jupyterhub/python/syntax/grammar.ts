import type { Tree } from '@lezer/common'
import type { Chart } from '../../../model/hub.ts'
import type { HubValues } from '../../../model/values.ts'
import type { View } from '../../../model/view.ts'
import { pythonSources } from '../../config/python-sources.ts'

let loading: Promise<void> | undefined
let parse: ((code: string) => Tree) | undefined

/** Loads the grammar, which takes longer than a whole run without Python. To be awaited before any Python is read. */
export function loadPython(): Promise<void> {
  loading ??= import('@lezer/python').then(({ parser }) => {
    parse = remembering(code => parser.parse(code))
  })
  return loading
}

/** How much code is remembered, in UTF-16 units; what is made of it takes some ten times as many bytes. */
const REMEMBERED = 512 * 1024

/** Reads once what many hubs share. */
function remembering(parse: (code: string) => Tree): (code: string) => Tree {
  const before = new Map<string, Tree>()
  let length = 0
  return code => {
    const known = before.get(code)
    if (known !== undefined) return known
    const tree = parse(code)
    length += code.length
    if (length > REMEMBERED) {
      before.clear()
      length = code.length
    }
    before.set(code, tree)
    return tree
  }
}

/** Whether these values hold Python, so that the grammar must be loaded before a hub is made of them. */
export function needsPython(values: View<HubValues>, chart: Chart): boolean {
  const { files, extraConfig } = pythonSources(values, chart)
  return [...files, ...extraConfig].some(({ code }) => code.text !== undefined && code.text.trim() !== '')
}

/** What the grammar makes of code, errors included. */
export function grammarTree(code: string): Tree {
  if (parse === undefined) throw new Error('loadPython() has not been awaited')
  return parse(code)
}
