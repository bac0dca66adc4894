import { atLeast } from '../src/jupyterhub/charts/versions.ts'
import { userPods } from '../src/jupyterhub/user-pods/user-pods.ts'
import { literalStarts, reachesEnd } from '../src/model/expression.ts'
import { defineRule, type Problem } from '../src/model/rule.ts'
import type { View } from '../src/model/view.ts'

export default defineRule({
  id: 'user-chosen-image',
  about: 'hub',
  severity: { recommended: 'warning', strict: 'error' },
  summary: 'Users may type in any image they like.',
  why: `A choice that is not listed runs whatever image a user names, with the rights, the volumes and the network of the hub's own.
KubeSpawner matches validation_regex from the start of the text only, so without "$" anything may follow.`,
  advice: 'write a validation_regex that begins with your registry and ends with "$", such as ^quay\\.io/your-org/.+$',
  instead: `singleuser:
  profileList:
    - display_name: Choose an image
      profile_options:
        image:
          display_name: Image
          choices:
            scipy:
              display_name: SciPy
              default: true
              kubespawner_override:
                image: quay.io/jupyter/scipy-notebook:2025-03-17
          unlisted_choice:
            enabled: true
            display_name: Another of ours
            validation_regex: ^quay\\.io/jupyter/[a-z-]+:[0-9-]+$
            kubespawner_override:
              image: "{value}"`,
  example: `singleuser:
  profileList:
    - display_name: Choose an image
      profile_options:
        image:
          display_name: Image
          choices:
            scipy:
              display_name: SciPy
              default: true
              kubespawner_override:
                image: quay.io/jupyter/scipy-notebook:2025-03-17
          unlisted_choice:
            enabled: true
            display_name: Any
            validation_regex: ^.+:.+$
            kubespawner_override:
              image: "{value}"`,
  except: `Choices that are switched off, expressions that begin with a registry or repository in plain letters and are anchored at
their end, and images whose repository is written before "{value}". Charts before 3.1 know no unlisted choices.`,

  *check(hub) {
    if (!atLeast(hub.chart, '3.1.0')) return
    const list = hub.config.trait('KubeSpawner', 'profile_list')
    for (const profile of list.isOpaque ? (userPods(hub).profiles as readonly View[]) : eachOrEntry(list)) {
      for (const [, option] of profile.get('profile_options').entries()) {
        const unlisted = (option as View).get('unlisted_choice')
        if (unlisted.get('enabled').value) yield* judgeChoice(unlisted)
      }
    }
  },
})

/** KubeSpawner's own names for the image. Source: jupyterhub/kubespawner@7.0.0:kubespawner/spawner.py. */
const IMAGE_PATHS = [['image'], ['image_spec'], ['singleuser_image_spec'], ['extra_container_config', 'image']] as const

function* judgeChoice(unlisted: View): Generator<Problem> {
  const regex = unlisted.get('validation_regex')
  for (const path of IMAGE_PATHS) {
    const image = unlisted.get('kubespawner_override').down(path)
    const start = image.text?.indexOf('{value}') ?? -1
    if (start < 0) continue
    const before = image.text?.slice(0, start) ?? ''
    if (pins(before) || regex.isOpaque) continue
    const fault = regex.text ? faultOf(regex.text, before) : 'there is no validation_regex'
    if (fault !== null) yield { at: regex.text ? regex : image, message: `users may choose any image: ${fault}` }
  }
}

function faultOf(regex: string, before: string): string | null {
  if (!literalStarts(regex).every(start => pins(before + start)))
    return /^\^?\(?[a-z0-9-]+(?:\.[a-z0-9-]+)+\//.test(regex)
      ? `in "${regex}" a dot stands for any letter; write "\\." so that it names a registry`
      : `"${regex}" names no registry or repository that the image must come from`
  return reachesEnd(regex) ? null : `"${regex}" has no "$" at its end, so anything may follow what it matches`
}

/** Whether a text in front of what the user types fixes where the image comes from. */
function pins(prefix: string): boolean {
  return /^[\w.-]+(?::\d+)?\//.test(prefix) || /^[\w.-]+:/.test(prefix)
}

/** KubeSpawner takes profiles as a list; main also as a map. */
function* eachOrEntry(profiles: View): Generator<View> {
  yield* profiles.each()
  for (const [, profile] of profiles.entries()) yield profile as View
}
