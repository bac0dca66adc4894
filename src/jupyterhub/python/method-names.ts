/** What Python's containers can do: anything else raises. Source: python/cpython@v3.12.0:Doc/library/stdtypes.rst. */
export const METHODS = {
  list: names('append clear copy count extend index insert pop remove reverse sort'),
  tuple: names('count index'),
  set: names(
    'add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset issuperset pop remove symmetric_difference symmetric_difference_update union update',
  ),
  frozenset: names('copy difference intersection isdisjoint issubset issuperset symmetric_difference union'),
  // of a generator, a range and what shows a part of a dict
  iterator: names('close count gi_frame index isdisjoint mapping send start step stop throw'),
  // the last three are those of traitlets' Config
  dict: names('clear copy fromkeys get items keys pop popitem setdefault update values merge has_key collisions'),
} as const

function names(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}
