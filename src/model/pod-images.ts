import { type ImageReference, isReference, parseImage } from './image-reference.ts'
import { type Container, containers, type Pod } from './pod.ts'
import type { View } from './view.ts'

/** A container's image that is a reference. */
export interface PodImage {
  readonly container: View<Container>
  /** The reference as text. */
  readonly image: View<string>
  readonly reference: ImageReference
}

/** The images of all containers of a pod; what is unset, unknown or no reference is left out. */
export function* podImages(pod: View<Pod>): Generator<PodImage> {
  for (const container of containers(pod)) {
    const image = container.at('image')
    if (image.text === undefined) continue
    const reference = parseImage(image.text)
    if (isReference(reference)) yield { container, image, reference }
  }
}
