import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { UsageError } from './settings.ts'

/** What a server shows, and whom it asks to show something. */
export interface Certificate {
  readonly cert: Buffer
  readonly key: Buffer
  /** Who signs the certificates that clients must show; null where they need none. */
  readonly ca: Buffer | null
  /** In milliseconds since 1970. */
  readonly validFrom: number
  readonly validTo: number
}

export interface CertificateFiles {
  readonly cert: string
  readonly key: string
  readonly clientCa: string | null
}

/** Reads a certificate with its key. Throws `UsageError` where they do not belong together, and what the system says where they cannot be read. */
export async function readCertificate({
  cert: certFile,
  key: keyFile,
  clientCa,
}: CertificateFiles): Promise<Certificate> {
  const [cert, key, ca] = await Promise.all([
    readFile(certFile),
    readFile(keyFile),
    clientCa === null ? null : readFile(clientCa),
  ])
  try {
    createSecureContext({ cert, key, ...(ca === null ? {} : { ca: new X509Certificate(ca) && ca }) })
    const { validFrom, validTo } = new X509Certificate(cert)
    return { cert, key, ca, validFrom: Date.parse(validFrom), validTo: Date.parse(validTo) }
  } catch (error) {
    throw new UsageError(
      `${certFile} and ${keyFile} are no certificate with its key: ${error instanceof Error ? error.message : error}`,
    )
  }
}

/** The same, for one that replaces another: it must be valid now. */
export async function readNewCertificate(files: CertificateFiles): Promise<Certificate> {
  const certificate = await readCertificate(files)
  const why = whyInvalid(certificate, Date.now())
  if (why !== null) throw new Error(`${files.cert}: ${why}`)
  return certificate
}

/** Why a certificate is not valid at a moment; null if it is. */
export function whyInvalid({ validFrom, validTo }: Certificate, now: number): string | null {
  if (now >= validTo) return `the certificate has expired, on ${new Date(validTo).toISOString()}`
  return now < validFrom ? `the certificate is not valid before ${new Date(validFrom).toISOString()}` : null
}
