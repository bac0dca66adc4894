/** Where a value stands: map keys and list indices, outermost first. Never glued with dots: keys may contain them. */
export type Path = readonly (string | number)[]

const PLAIN = /^[A-Za-z_][\w-]*$/

/** A path as people write it: `singleuser.profileList[0].kubespawner_override`, `metadata.annotations["a.b/c"]`. */
export function printPath(path: Path): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else if (!PLAIN.test(step)) text += `[${JSON.stringify(step)}]`
    else text += text === '' ? step : `.${step}`
  }
  return text
}
