import { chartImages } from '../src/jupyterhub/chart-images.ts'
import { isWritten } from '../src/model/origin.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'borrowed-tag',
  about: 'hub',
  severity: { recommended: 'info', strict: 'warning' },
  summary: "Another image's name stands beside the tag of the chart's own image.",
  why: `Who changes only the name keeps the chart's default tag, which the other image hardly has; and where it has one of that name,
the next upgrade of the chart changes it.`,
  advice: 'write the tag of the image beside its name',
  instead: `singleuser:
  image:
    name: quay.io/jupyter/scipy-notebook
    tag: "2025-03-17"`,
  example: `singleuser:
  image:
    name: quay.io/jupyter/scipy-notebook`,
  except: "The chart's own images from another registry, and the slim hub image that comes with each chart.",

  *check(hub) {
    for (const { name, tag, own } of chartImages(hub)) {
      if (own === null || name.text === undefined || name.text === '' || tag.text !== own.tag) continue
      if (!isWritten(name.origin()) || isWritten(tag.origin()) || isSameImage(name.text, own.name)) continue
      yield { at: name, message: `"${name.text}" gets the tag "${own.tag}" of the chart's own image ${own.name}` }
    }
  },
})

/**
 * Images that are released with each chart, under its version, besides those of its defaults. Source:
 * jupyterhub/zero-to-jupyterhub-k8s@4.4.0:chartpress.yaml.
 */
const RELEASED_WITH = new Map([['k8s-hub', 'k8s-hub-slim']])

function isSameImage(name: string, own: string): boolean {
  const [last, ownLast] = [name.split('/').at(-1) ?? '', own.split('/').at(-1) ?? '']
  // with a tag or digest of its own the name makes no reference at all
  return last === ownLast || last === RELEASED_WITH.get(ownLast) || /[:@]/.test(last)
}
