import type { Readable } from 'node:stream'
import { Alarms } from './deadline.ts'

/** The largest body that is read, in bytes: the API server sends up to 28.2 MB. */
export const LARGEST_BODY = 32 * 1024 * 1024

/** Why a body was not read. */
export class BodyRefused extends Error {
  readonly status: 408 | 413 | 503
  constructor(status: 408 | 413 | 503, message: string) {
    super(message)
    this.status = status
  }
}

/** Memory for bodies, shared by all requests in flight. What does not fit is refused at once: nobody waits in a queue. */
export class Budget {
  private readonly size: number
  /** In bytes. */
  used = 0
  /** For bodies that do not come. */
  readonly alarms = new Alarms()

  constructor(bytes: number) {
    this.size = bytes
  }

  /** Takes some bytes; false if there are not so many left. A body may always be read when no other is. */
  take(bytes: number): boolean {
    if (this.used > 0 && this.used + bytes > this.size) return false
    this.used += bytes
    return true
  }

  give(bytes: number): void {
    this.used -= bytes
  }
}

/** A body in memory, until it is released. */
export interface Body {
  readonly bytes: Buffer
  release(): void
}

/** What reading ends with. */
export type Read = (read: Body | Error) => void

/**
 * Reads a body within the budget and until a moment of `performance.now`, and says once how it ended. After `BodyRefused`, the rest is
 * let through unread, so that the client comes to hear why.
 */
export function readBody(stream: Readable, length: number | null, budget: Budget, moment: number, done: Read): void {
  let taken = 0
  let read = 0
  let isOver = false
  const pieces: Buffer[] = []
  const alarm = budget.alarms.set(moment, () => refuse(408, 'the body did not arrive in time'))
  const release = () => {
    budget.give(taken)
    taken = 0
  }
  const stop = () => {
    isOver = true
    budget.alarms.callOff(alarm)
  }
  const fail = (error: Error) => {
    if (isOver) return
    stop()
    release()
    pieces.length = 0
    done(error)
  }
  const refuse = (status: 408 | 413 | 503, message: string) => fail(new BodyRefused(status, message))
  const reserve = (total: number): boolean => {
    if (total <= taken) return true
    if (total > LARGEST_BODY) refuse(413, `the body is larger than ${LARGEST_BODY} bytes`)
    else if (!budget.take(total - taken))
      refuse(503, 'the bodies of other reviews take all the memory there is for them')
    else {
      taken = total
      return true
    }
    return false
  }
  // listeners stay when all is over, which costs less than to take them away, and lets the rest through
  stream.on('data', (piece: Buffer) => {
    read += piece.length
    if (!isOver && reserve(read)) pieces.push(piece)
  })
  stream.on('end', () => {
    if (isOver) return
    stop()
    const [first] = pieces
    const bytes = pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces)
    pieces.length = 0
    done({ bytes, release })
  })
  // a client that goes away is no defect of ours
  const brokeOff = () => refuse(408, 'the client went away before its body had arrived')
  stream.on('error', brokeOff)
  stream.on('close', brokeOff)
  if (length !== null) reserve(length)
}
