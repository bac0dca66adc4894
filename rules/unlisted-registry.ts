import { allows } from '../src/model/option.ts'
import { podImages } from '../src/model/pod-images.ts'
import { registryPattern } from '../src/model/registry-pattern.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'unlisted-registry',
  about: 'pod',
  severity: { recommended: 'error', strict: 'error', nrp: 'error', dsri: 'error', welkin: 'error' },
  summary: 'An image comes from a registry or repository that the policy does not list.',
  why: 'Where only images from certain places are scanned and trusted, any other one is a way around that.',
  advice: 'use an image from a registry that the policy lists, or have it mirrored there',
  instead: `singleuser:
  image:
    name: quay.io/jupyterhub/k8s-singleuser-sample
    tag: 4.0.0`,
  example: `singleuser:
  image:
    name: registry.example.org/somebody/notebook
    tag: 1.0.0`,
  except: 'Everything, until the option "allow" lists something.',

  options: {
    allow: allows({
      about:
        'Registries and repositories ("quay.io", "quay.io/jupyter", "docker.io/library/*"): each allows what lies below it. "*" stands for anything within one part, "**" for any number of parts.',
      default: [],
    }),
  },

  *check(pod, { allow }) {
    if (allow.length === 0) return
    for (const { image, reference } of podImages(pod)) {
      const { registry, repository, name } = reference
      const parts = [registry, ...repository.split('/')]
      if (!allow.some(pattern => covers(registryPattern(pattern), parts)))
        yield {
          at: image,
          part: name,
          message: `the image "${image.text}" comes from ${registry}/${repository}, which is not listed`,
        }
    }
  },
})

/** Whether a pattern fits the first parts of a name. */
function covers([first, ...rest]: readonly string[], name: readonly string[]): boolean {
  if (first === undefined) return true
  if (first === '**') return covers(rest, name) || (name.length > 0 && covers([first, ...rest], name.slice(1)))
  const [part, ...others] = name
  return part !== undefined && fits(first, part) && covers(rest, others)
}

function fits(pattern: string, part: string): boolean {
  const [start = '', ...pieces] = pattern.split('*')
  if (pieces.length === 0) return pattern === part
  const end = pieces.pop() ?? ''
  if (part.length < start.length + end.length || !part.startsWith(start) || !part.endsWith(end)) return false
  let rest = part.slice(start.length, part.length - end.length)
  for (const piece of pieces) {
    const found = rest.indexOf(piece)
    if (found < 0) return false
    rest = rest.slice(found + piece.length)
  }
  return true
}
