import { unwatchFile, watchFile } from 'node:fs'

/** How often files are looked at, in milliseconds. */
const INTERVAL = 1000

/**
 * Something read from files, and read again when they change; also when Kubernetes swaps the link that a mounted ConfigMap or
 * Secret hangs on. What cannot be read later is refused: the last good one stays.
 */
export class Watched<T> {
  current: T
  /** When the current one was read, in milliseconds since 1970. */
  loadedAt = Date.now()
  /** Why the files as they are now were refused; null if they were not. */
  refusal: string | null = null
  private readonly files: readonly string[]
  private readonly read: () => Promise<T>
  private readonly listener: Listener<T>

  private constructor(files: readonly string[], read: () => Promise<T>, first: T, listener: Listener<T>) {
    this.files = files
    this.read = read
    this.current = first
    this.listener = listener
    for (const file of files) watchFile(file, { interval: INTERVAL }, () => void this.reload())
  }

  /** Reads for the first time, and later by `next`. Throws what `first` throws. */
  static async open<T>(
    files: readonly string[],
    first: () => Promise<T>,
    next: () => Promise<T>,
    listener: Listener<T>,
  ): Promise<Watched<T>> {
    return new Watched(files, next, await first(), listener)
  }

  close(): void {
    for (const file of this.files) unwatchFile(file)
  }

  private async reload(): Promise<void> {
    try {
      this.current = await this.read()
      this.loadedAt = Date.now()
      this.refusal = null
      this.listener.adopted(this.current)
    } catch (error) {
      this.refusal = error instanceof Error ? error.message : String(error)
      this.listener.refused(this.refusal)
    }
  }
}

/** Hears of changes. */
export interface Listener<T> {
  adopted(now: T): void
  refused(why: string): void
}
