import { compose, type Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import type { Maker } from './maker.ts'
import { Obstacle } from './obstacle.ts'
import { escapeSlug, isLabel, safeSlug } from './slugs.ts'
import type { Spawner } from './spawner.ts'

type Parts = Record<string, Traced>

/** Later entries replace earlier ones. Source: jupyterhub/kubespawner@<tag>:kubespawner/spawner.py (`_build_pod_labels`), 0.10.1 to 7.0.0. */
export function labelsOf(spawner: Spawner, maker: Maker): Traced | Obstacle {
  const templates = maker.templatesFor(spawner)
  const [extra, common] = [spawner.get('extra_labels'), spawner.get('common_labels')]
  const component = spawner.get('component_label')
  return maker.part('labels', [extra, common, component, templates], () => {
    const expanded = templates.expand(extra)
    if (expanded instanceof Obstacle) return expanded
    if (View.of(expanded).isOpaque) return expanded
    const [own, last]: [Parts, Parts] = [{}, {}]
    if (maker.is('0.16.0')) {
      const isSafe = maker.is('7.0.0')
      own['hub.jupyter.org/username'] = maker.own(
        isSafe ? safeSlug(maker.user, isLabel) : escapeSlug(maker.user),
        'extra_labels',
      )
      last['hub.jupyter.org/servername'] = maker.own('', 'extra_labels')
    }
    last['component'] = maker.is('0.12.0') ? component : maker.own('singleuser-server', 'extra_labels')
    if (maker.is('7.0.0')) last['app.kubernetes.io/component'] = component
    return compose({ ...own, ...entries(expanded), ...entries(common), ...last }, maker.origin('extra_labels'))
  })
}

/** Source: the same (`_build_common_annotations`). */
export function annotationsOf(spawner: Spawner, maker: Maker): Traced | Obstacle {
  const extra = spawner.get('extra_annotations')
  const templates = maker.templatesFor(spawner)
  return maker.part('annotations', [extra, templates], () => {
    const expanded = templates.expand(extra)
    if (expanded instanceof Obstacle || View.of(expanded).isOpaque) return expanded
    const own: Parts = { 'hub.jupyter.org/username': maker.own(maker.user, 'extra_annotations') }
    if (maker.is('7.0.0')) {
      own['hub.jupyter.org/kubespawner-version'] = maker.own(maker.hub.chart.kubespawner, 'extra_annotations')
      own['hub.jupyter.org/jupyterhub-version'] = maker.own(maker.hub.chart.jupyterhub, 'extra_annotations')
    }
    return compose({ ...own, ...entries(expanded) }, maker.origin('extra_annotations'))
  })
}

function entries(map: Traced): Parts {
  return Object.fromEntries([...View.of(map).entries()].map(([key, value]) => [key, value.traced]))
}
