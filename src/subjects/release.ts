import { child } from '../model/traced.ts'
import { base64 } from '../read/embedded.ts'

/** A release as Helm keeps it. Source: helm/helm@v4.2.4:pkg/release/v1/release.go. */
export interface Release {
  readonly name: string
  readonly chart: unknown
  /** What the user supplied. */
  readonly config: unknown
  /** The objects as they were printed. */
  readonly manifest: string
}

/** The largest release that is unpacked, in bytes. Packed, a Secret holds 1 MiB; releases of jupyterhub unpack to less than 1. */
const LARGEST = 64 * 1024 * 1024

/** Unpacks what gzip packed, up to a size. Throws, with code `ERR_BUFFER_TOO_LARGE` where it would be more. */
export type Gunzip = (bytes: Uint8Array, atMost: number) => Uint8Array

/** Unpacks a release; a text says why it cannot be unpacked, as the end of "this release cannot be read: ". */
export function unpackRelease(text: string, times: 1 | 2, gunzip: Gunzip): Release | string {
  let bytes = base64(text)
  if (times === 2 && bytes !== null) bytes = base64(new TextDecoder().decode(bytes))
  if (bytes === null) return 'it is not base64'
  const json = unzipped(bytes, gunzip)
  if (typeof json === 'string') return json
  try {
    const release: unknown = JSON.parse(new TextDecoder().decode(json.bytes))
    const [name, manifest] = [child(release, 'name'), child(release, 'manifest')]
    return {
      name: typeof name === 'string' ? name : '',
      chart: child(release, 'chart'),
      config: child(release, 'config') ?? {},
      manifest: typeof manifest === 'string' ? manifest : '',
    }
  } catch {
    return 'it does not hold JSON'
  }
}

/** Old releases are not compressed. Source: helm/helm@v4.2.4:pkg/storage/driver/util.go, decodeRelease. */
function unzipped(bytes: Uint8Array, gunzip: Gunzip): { readonly bytes: Uint8Array } | string {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes[0] === 0x7b ? { bytes } : 'it is not compressed with gzip'
  try {
    return { bytes: gunzip(bytes, LARGEST) }
  } catch (error) {
    return (error as { readonly code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE'
      ? 'it unpacks to more than 64 MiB'
      : 'its compression is broken'
  }
}
