import { printPath } from '../../model/path.ts'
import type { HubValues } from '../../model/values.ts'
import type { View } from '../../model/view.ts'
import { truthy } from '../derived.ts'
import type { Refusal } from '../refusals.ts'
import { kindOf } from './kinds.ts'

/** Profiles of another shape than the image pullers read, which look for the images in them. */
export function profileFailures(values: View<HubValues>): Refusal[] {
  if (!pullsProfiles(values.get('prePuller'))) return []
  return items(values.at('singleuser').get('profileList')).flatMap(profile => notMap(profile) ?? override(profile))
}

/** As `profileFailures`, for the choices of profiles, which later charts look into as well. */
export function choiceFailures(values: View<HubValues>): Refusal[] {
  if (!pullsProfiles(values.get('prePuller'))) return []
  return items(values.at('singleuser').get('profileList'))
    .flatMap(profile => items(profile.get('profile_options')))
    .flatMap(option => notMap(option) ?? choicesOf(option))
}

/** Containers beside the user's that are no maps: the image pullers look for their images. */
export function extraContainerFailures(values: View<HubValues>): Refusal[] {
  return unreadable(values, 'extraContainers')
}

/** As `extraContainerFailures`, for those that run before. */
export function initContainerFailures(values: View<HubValues>): Refusal[] {
  return unreadable(values, 'initContainers')
}

function unreadable(values: View<HubValues>, key: string): Refusal[] {
  if (!pulls(values.get('prePuller'))) return []
  return items(values.at('singleuser').get(key)).flatMap(container => notMap(container, 'a container') ?? [])
}

function choicesOf(option: View): Refusal[] {
  const choices = option.get('choices')
  if (truthy(choices.raw) && !choices.isMap && !choices.isList && !choices.isOpaque) return [notThat(choices)]
  return items(choices).flatMap(choice => notMap(choice) ?? override(choice))
}

function override(of: View): Refusal[] {
  const at = of.get('kubespawner_override')
  return truthy(at.raw) ? (notMap(at) ?? []) : []
}

function pulls(prePuller: View): boolean {
  return ['hook', 'continuous'].some(part => prePuller.get(part).get('enabled').raw === true)
}

function pullsProfiles(prePuller: View): boolean {
  const profiles = prePuller.get('pullProfileListImages')
  return pulls(prePuller) && (!profiles.exists || truthy(profiles.raw))
}

/** What a template's `range` goes over. */
function items(of: View): View[] {
  return of.isList ? of.each() : of.entries().map(([, item]) => item)
}

function notMap(at: View, what = 'a profile'): Refusal[] | null {
  return at.isMap || at.isOpaque ? null : [notThat(at, what)]
}

function notThat(at: View, what = 'a profile'): Refusal {
  return { sentence: `${printPath(at.path)} is ${kindOf(at.raw)}, where the chart reads the keys of ${what}`, at }
}
