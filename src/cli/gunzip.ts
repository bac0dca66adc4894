/** Unpacks what gzip packed. Few runs come to a release of Helm, and loading this takes 2 ms. */
export function gunzip(bytes: Uint8Array, maxOutputLength: number): Uint8Array {
  return process.getBuiltinModule('node:zlib').gunzipSync(bytes, { maxOutputLength })
}
