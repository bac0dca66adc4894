import type { View } from '../../../model/view.ts'
import { isQualifiedName, LABEL_VALUE } from './names.ts'
import { onceSound, quoted, refusal } from './refusal.ts'

/** Tolerations that Kubernetes does not take. Source: kubernetes/kubernetes@v1.36.1:pkg/apis/core/validation/validation.go (`ValidateTolerations`). */
export const invalidTolerations = onceSound(function* (tolerations: View) {
  for (const toleration of tolerations.each() as View[]) {
    const [key, operator, value] = [toleration.get('key'), toleration.get('operator'), toleration.get('value')]
    const [effect, seconds] = [toleration.get('effect'), toleration.get('tolerationSeconds')]
    if (toleration.isOpaque || [key, operator, value, effect].some(view => view.isOpaque)) continue
    if (key.text && !isQualifiedName(key.text)) yield refusal(key, `${quoted(key.text)} is no name of a taint`)
    if (operator.text && !OPERATORS.has(operator.text))
      yield refusal(operator, `the operator of a toleration cannot be ${quoted(operator.text)}`)
    else if (operator.text === 'Exists' && value.text)
      yield refusal(value, 'a toleration with the operator Exists has no value')
    else if (value.text && !LABEL_VALUE.test(value.text))
      yield refusal(value, `the value of a toleration cannot be ${quoted(value.text)}`)
    else if (!key.text && operator.text !== 'Exists')
      yield refusal(toleration, 'a toleration without a key needs the operator Exists')
    if (effect.text && !EFFECTS.has(effect.text))
      yield refusal(effect, `the effect of a toleration cannot be ${quoted(effect.text)}`)
    if (seconds.isSet && effect.text !== 'NoExecute')
      yield refusal(seconds, 'a toleration with tolerationSeconds needs the effect NoExecute')
  }
})

const OPERATORS: ReadonlySet<string> = new Set(['Exists', 'Equal'])
const EFFECTS: ReadonlySet<string> = new Set(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])
