/** How much room young objects get, in bytes: of one document of a stream, hardly anything outlives it. */
const ENOUGH = 8 * 1024 * 1024
/** The newest V8 in which the flag is known to be: that of Node 24. */
const KNOWN = 13
/** How many steps are made between two looks at the room: a look takes some 20 µs. */
const STEPS = 16

/**
 * The same steps, while V8 is kept from giving young objects more and more room, as it does in a long run: it would make 50,000 pods
 * need half as much memory again as 5,000, and be no faster.
 */
export function* withLittleRoom<T>(steps: Iterable<T>): Generator<T> {
  let count = 0
  let grows = Number.parseInt(process.versions.v8, 10) <= KNOWN
  for (const step of steps) {
    yield step
    count += 1
    if (grows && count % STEPS === 0) grows = !stopped()
  }
}

/** Ends the growth where there is enough room. */
function stopped(): boolean {
  // loaded here, since it takes 5 ms
  const { getHeapSpaceStatistics, setFlagsFromString } = process.getBuiltinModule('node:v8')
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
  if (young === undefined || young.space_size < ENOUGH) return false
  setFlagsFromString('--semi-space-growth-factor=1')
  return true
}
