import { chartImages } from '../src/jupyterhub/chart-images.ts'
import { isReference, parseImage } from '../src/model/image-reference.ts'
import { placeholderIn } from '../src/model/placeholder.ts'
import { containers } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'invalid-image',
  about: 'pod',
  severity: { recommended: 'error', strict: 'error' },
  summary: 'An image is no image reference, so that no container starts with it.',
  why: `The chart joins name and tag with a colon, so a tag or digest in the name gives a second one; and a tag without quotes that
looks like a number is one for YAML, which makes 1.1 of 1.10.`,
  advice: 'write the name without tag or digest and put the tag beside it, in quotes',
  instead: `singleuser:
  image:
    name: quay.io/jupyter/scipy-notebook
    tag: "2025-03-17"`,
  example: `singleuser:
  image:
    name: quay.io/jupyter/scipy-notebook:2025-03-17
    tag: lab-4`,
  except: 'Placeholders such as "<tag>", which have a rule of their own (unexpanded-placeholder).',

  *check(pod) {
    for (const container of containers(pod)) {
      const image = container.at('image')
      if (typeof image.raw === 'number')
        yield { at: image, message: `the image is the number ${image.raw}: put it in quotes` }
      if (image.text === undefined) continue
      const read = parseImage(image.text)
      if (!isReference(read)) {
        if (placeholderIn(image.text) === null)
          yield { at: image, part: read.part, message: `"${image.text}" is no image reference: ${read.reason}` }
      } else if (/[A-Z]/.test(read.registry) && !/[.:]/.test(read.registry)) {
        const part = { start: 0, end: read.registry.length }
        yield { at: image, part, message: `"${image.text}" is no image reference: "${read.registry}" has capitals` }
      }
    }
  },

  *checkHub(hub) {
    for (const { tag } of chartImages(hub)) {
      if (tag.number !== undefined)
        yield { at: tag, message: `YAML reads this tag as the number ${tag.number}: put it in quotes` }
      else if (tag.flag !== undefined)
        yield { at: tag, message: `YAML reads this tag as ${tag.flag}: put it in quotes` }
    }
  },
})
