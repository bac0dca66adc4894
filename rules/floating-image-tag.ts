import { once } from '../src/model/once.ts'
import { finds } from '../src/model/option.ts'
import { podImages } from '../src/model/pod-images.ts'
import { recent } from '../src/model/recent.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'floating-image-tag',
  about: 'pod',
  severity: { recommended: 'warning', strict: 'error', nrp: 'warning', guide: 'error' },
  summary: 'An image has a tag that moves, such as "latest" or "main".',
  why: `The tag names another image whenever somebody pushes one: two users who start a server on the same day may get different
software, and yesterday's cannot be had back.`,
  advice: 'write a tag that names one build, such as a version or a date, or add its digest',
  instead: `singleuser:
  image:
    name: quay.io/jupyter/scipy-notebook
    tag: "2025-03-17"`,
  example: `singleuser:
  image:
    name: quay.io/jupyter/scipy-notebook
    tag: latest`,
  except: `Tags with a digest, versions ("3.11", "v2"), and tags in which a full version, a date or a commit says which build it is
("main-2025-03-17", "dev-3f2a91c").`,

  options: {
    words: finds({
      about: 'Tags that move by convention, alone or as a part between "-", "_" and ".".',
      // biome-ignore format: a list to read through
      default: [
        'latest', 'main', 'master', 'trunk', 'head', 'tip', 'dev', 'devel', 'develop', 'development', 'edge', 'nightly',
        'daily', 'weekly', 'rolling', 'snapshot', 'unstable', 'testing', 'staging', 'canary', 'preview', 'stable', 'current',
        'prod', 'production', 'lts',
      ],
    }),
  },

  *check(pod, { words }) {
    const floats = floating(words)
    for (const { image, reference } of podImages(pod)) {
      const { tag, digest } = reference
      if (tag !== null && digest === null && floats(tag.text))
        yield { at: image, part: tag, message: `the image "${image.text}" has the moving tag "${tag.text}"` }
    }
  },
})

/** Which tags move, by the words of a policy. */
const floating = once((words: readonly string[]) => {
  const moving = new Set(words.map(word => word.toLowerCase()))
  return recent(tag => {
    const lower = tag.toLowerCase()
    const parts = lower.split(/[-_.]/)
    return (moving.has(lower) || parts.some(part => moving.has(part))) && !namesBuild(lower, parts)
  })
})

/** Whether something in a tag says which build it is: three numbers of a version, a date, a commit. */
function namesBuild(tag: string, parts: readonly string[]): boolean {
  return (
    /(?:^|[-_v])\d+\.\d+\.\d+/.test(tag) ||
    /(?:^|\D)20\d\d[-_.]?(?:0[1-9]|1[0-2])(?:\D|$|[0-3]\d)/.test(tag) ||
    parts.some(part => /^(?:g|h|sha)?[0-9a-f]{7,40}$/.test(part) && /\d/.test(part))
  )
}
