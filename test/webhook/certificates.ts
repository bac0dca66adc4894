import { generate } from 'selfsigned'

export interface Pair {
  readonly cert: string
  readonly key: string
}

const DAY = 86_400_000

/** A certificate for the loopback addresses, signed by itself or by `ca`; valid from `from` to `to`, in days from today. */
export async function certificate({
  from = -1,
  to = 30,
  ca,
}: {
  from?: number
  to?: number
  ca?: Pair
} = {}): Promise<Pair> {
  const made = await generate(
    [{ name: 'commonName', value: ca === undefined ? 'jhub-lint test' : 'signed by jhub-lint test' }],
    {
      keyType: 'ec',
      algorithm: 'sha256',
      notBeforeDate: new Date(Date.now() + from * DAY),
      notAfterDate: new Date(Date.now() + to * DAY),
      extensions: [
        { name: 'basicConstraints', cA: ca === undefined, critical: true },
        {
          name: 'subjectAltName',
          altNames: [
            { type: 2, value: 'localhost' },
            { type: 7, ip: '127.0.0.1' },
          ],
        },
      ],
      ...(ca === undefined ? {} : { ca }),
    },
  )
  return { cert: made.cert, key: made.private }
}
