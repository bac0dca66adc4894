/**
 * A function that works its answer out once for the object in hand: all rules ask about one object before they come to the next.
 * Only the last answer is kept, so that a long stream of objects leaves nothing behind.
 */
export function once<O extends object, T>(make: (of: O) => T): (of: O) => T {
  let last: { readonly of: O; readonly answer: T } | null = null
  return of => {
    if (last?.of !== of) last = { of, answer: make(of) }
    return last.answer
  }
}
