import { type ImageReference, isReference, parseImage } from './image-reference.ts'
import { once } from './once.ts'
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
export const podImages = once((pod: View<Pod>): readonly PodImage[] => {
  const images: PodImage[] = []
  for (const container of containers(pod)) {
    const image = container.at('image')
    const reference = image.text === undefined ? undefined : parseImage(image.text)
    if (reference !== undefined && isReference(reference)) images.push({ container, image, reference })
  }
  return images
})
