/** Powers that suffixes of quantities stand for. Source: kubernetes/apimachinery@v0.36.1:pkg/api/resource/suffix.go. */
const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
}

const QUANTITY = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))((?:[eE][+-]?\d+)|[numkMGTPE]?|[KMGTPE]i)$/

/** The amount that Kubernetes reads in a quantity; undefined where it reads none. Source: the same, quantity.go (`ParseQuantity`). */
export function amountOf(quantity: unknown): number | undefined {
  if (typeof quantity === 'number') return quantity
  if (typeof quantity !== 'string') return undefined
  const [, number, suffix = ''] = QUANTITY.exec(quantity) ?? []
  if (number === undefined) return undefined
  const power = Object.hasOwn(SUFFIXES, suffix) ? SUFFIXES[suffix] : Number(`1${suffix}`)
  return power === undefined ? undefined : Number(number) * power
}
