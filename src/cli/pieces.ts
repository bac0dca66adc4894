import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'

/** How much is read at a time, in bytes. */
const PIECE = 64 * 1024
/** A line longer than this, in bytes, is cut somewhere: no document may be so long. */
const LONGEST_LINE = 64 * 1024 * 1024

/**
 * The bytes of a file, or of standard input for `-`, in pieces that end where a line ends. A piece is gone once the next is asked
 * for: they share their memory.
 */
export function* pieces(file: string): Generator<Uint8Array> {
  if (isShort(file)) {
    yield readFileSync(file)
    return
  }
  const descriptor = file === '-' ? 0 : openSync(file, 'r')
  try {
    let buffer = Buffer.allocUnsafe(PIECE)
    /** How much of the buffer is the beginning of a line whose end is not read yet. */
    let begun = 0
    for (;;) {
      const length = read(descriptor, buffer, begun)
      if (length === 0) break
      const filled = begun + length
      const end = filled > LONGEST_LINE ? filled : buffer.lastIndexOf(10, filled - 1) + 1
      if (end > 0) yield buffer.subarray(0, end)
      buffer.copyWithin(0, end, filled)
      begun = filled - end
      if (begun > buffer.length / 2) buffer = Buffer.concat([buffer], buffer.length * 2)
    }
    if (begun > 0) yield buffer.subarray(0, begun)
  } finally {
    if (descriptor !== 0) closeSync(descriptor)
  }
}

/** Whether a file is read at once, which takes less than making it pieces. */
function isShort(file: string): boolean {
  const stat = file === '-' ? undefined : statSync(file, { throwIfNoEntry: false })
  return stat?.isFile() === true && stat.size > 0 && stat.size <= PIECE
}

function read(descriptor: number, buffer: Buffer, from: number): number {
  for (;;) {
    try {
      return readSync(descriptor, buffer, from, buffer.length - from, null)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code === 'EOF') return 0
      if (code !== 'EAGAIN') throw error
      // a pipe that has nothing yet
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}
