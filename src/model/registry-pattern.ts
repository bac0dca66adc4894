import { resolve } from './image-reference.ts'

/** A pattern for registries and repositories part by part, with Docker Hub's short names in full. */
export function registryPattern(pattern: string): string[] {
  const parts = pattern.split('/')
  if (parts[0]?.includes('*') || (parts.length === 1 && /[.:]|^localhost$/.test(pattern))) return parts
  const { registry, repository } = resolve(pattern)
  return [registry, ...repository.split('/')]
}
