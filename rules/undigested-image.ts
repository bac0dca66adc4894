import { isWritten } from '../src/model/origin.ts'
import { podImages } from '../src/model/pod-images.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'undigested-image',
  about: 'pod',
  severity: { strict: 'warning' },
  summary: 'An image is not pinned by its digest.',
  why: 'Whoever can push to the registry can put another image under the same tag; a digest names the content itself.',
  advice: 'write tag and digest, as in name:tag@sha256:…',
  instead: `singleuser:
  image:
    name: quay.io/jupyter/scipy-notebook
    tag: 2025-03-17@sha256:5b8b9a6b1bd2d4e7f1f1a9a6c1c9d3ad5b2b8e8f0f6f3a3a1c1d8c7b6a594837`,
  example: `singleuser:
  image:
    name: quay.io/jupyter/scipy-notebook
    tag: "2025-03-17"`,
  except: "The chart's own images, as long as nobody chooses others.",

  *check(pod) {
    for (const { image, reference } of podImages(pod)) {
      const { name, tag, digest } = reference
      if (digest !== null || !(isWritten(image.origin(name)) || isWritten(image.origin(tag ?? name)))) continue
      yield { at: image, part: tag ?? name, message: `the image "${image.text}" has no digest` }
    }
  },
})
