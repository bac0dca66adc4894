import { podImages } from '../src/model/pod-images.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'untagged-image',
  about: 'pod',
  severity: { recommended: 'error', strict: 'error', guide: 'error' },
  summary: 'An image has neither tag nor digest.',
  why: `Without a tag the runtime takes "latest", which is another image whenever somebody pushes one: users get different software
from one day to the next, and nobody can go back.`,
  advice: 'write a tag that names one build, such as a version or a date',
  instead: `singleuser:
  image:
    name: quay.io/jupyter/scipy-notebook
    tag: "2025-03-17"
  profileList:
    - display_name: R
      kubespawner_override:
        image: quay.io/jupyter/r-notebook:2025-03-17`,
  example: `singleuser:
  profileList:
    - display_name: R
      kubespawner_override:
        image: quay.io/jupyter/r-notebook`,
  except: `A name whose tag comes from the chart's default (see borrowed-tag), and images with a digest. The port of a registry is no
tag.`,

  *check(pod) {
    for (const { image, reference } of podImages(pod)) {
      if (reference.tag === null && reference.digest === null)
        yield { at: image, part: reference.name, message: `the image "${image.text}" has neither tag nor digest` }
    }
  },
})
