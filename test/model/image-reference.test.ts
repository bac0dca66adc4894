import { describe, expect, test } from 'vitest'
import { isReference, parseImage } from '../../src/model/image-reference.ts'

const SHA = '5b8b9a6b1bd2d4e7f1f1a9a6c1c9d3ad5b2b8e8f0f6f3a3a1c1d8c7b6a594837'
const SHA512 = SHA + SHA

/** Text, registry, repository, tag, digest. */
type Row = readonly [text: string, registry: string, repository: string, tag?: string | null, digest?: string]

// biome-ignore format: a table
const REFERENCES: readonly Row[] = [
  // short names of Docker Hub
  ['ubuntu', 'docker.io', 'library/ubuntu'],
  ['ubuntu:22.04', 'docker.io', 'library/ubuntu', '22.04'],
  ['jupyter/base-notebook', 'docker.io', 'jupyter/base-notebook'],
  ['jupyter/base-notebook:2343e33dec46', 'docker.io', 'jupyter/base-notebook', '2343e33dec46'],
  ['docker.io/ubuntu:22.04', 'docker.io', 'library/ubuntu', '22.04'],
  ['docker.io/library/ubuntu', 'docker.io', 'library/ubuntu'],
  ['docker.io/jupyter/base-notebook:x', 'docker.io', 'jupyter/base-notebook', 'x'],
  ['index.docker.io/ubuntu', 'docker.io', 'library/ubuntu'],
  ['index.docker.io/jupyter/base-notebook', 'docker.io', 'jupyter/base-notebook'],
  ['registry-1.docker.io/library/ubuntu', 'registry-1.docker.io', 'library/ubuntu'],
  ['a/b/c/d:1', 'docker.io', 'a/b/c/d', '1'],
  // one word is never a host
  ['quay.io', 'docker.io', 'library/quay.io'],
  ['localhost', 'docker.io', 'library/localhost'],
  ['reg:5000', 'docker.io', 'library/reg', '5000'],
  // hosts
  ['quay.io/jupyterhub/k8s-hub:4.4.0', 'quay.io', 'jupyterhub/k8s-hub', '4.4.0'],
  ['quay.io/jupyterhub/k8s-hub', 'quay.io', 'jupyterhub/k8s-hub'],
  ['ghcr.io/a/b/c:v1', 'ghcr.io', 'a/b/c', 'v1'],
  ['registry.k8s.io/pause:3.10.1', 'registry.k8s.io', 'pause', '3.10.1'],
  ['gcr.io/google_containers/pause:3.0', 'gcr.io', 'google_containers/pause', '3.0'],
  ['public.ecr.aws/nasa-veda/jupyterhub-gitpuller-init:97eb45f9d23b128aff810e45911857d5cffd05c2', 'public.ecr.aws', 'nasa-veda/jupyterhub-gitpuller-init', '97eb45f9d23b128aff810e45911857d5cffd05c2'],
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/nb:1', '123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'nb', '1'],
  ['europe-west1-docker.pkg.dev/proj/repo/img:1', 'europe-west1-docker.pkg.dev', 'proj/repo/img', '1'],
  ['localhost/x', 'localhost', 'x'],
  ['localhost/x:1', 'localhost', 'x', '1'],
  ['localhost:5000/x', 'localhost:5000', 'x'],
  ['Quay.IO/a/b:1', 'Quay.IO', 'a/b', '1'],
  ['REG/a:1', 'REG', 'a', '1'],
  ['127.0.0.1/x', '127.0.0.1', 'x'],
  ['127.0.0.1:5000/x:1', '127.0.0.1:5000', 'x', '1'],
  ['[::1]:5000/x:1', '[::1]:5000', 'x', '1'],
  ['[2001:db8::1]/x', '[2001:db8::1]', 'x'],
  ['xn--7o8h.com/myimage:xn--7o8h.com', 'xn--7o8h.com', 'myimage', 'xn--7o8h.com'],
  ['my_reg.example.org/x:1', 'my_reg.example.org', 'x', '1'],
  // a port is no tag
  ['reg:5000/x', 'reg:5000', 'x'],
  ['reg:5000/x:1', 'reg:5000', 'x', '1'],
  ['reg.example.org:5000/team/x', 'reg.example.org:5000', 'team/x'],
  ['reg.example.org:5000/team/x:5000', 'reg.example.org:5000', 'team/x', '5000'],
  // separators in names
  ['a.b/c', 'a.b', 'c'],
  ['x/a.b_c-d', 'docker.io', 'x/a.b_c-d'],
  ['x/a__b', 'docker.io', 'x/a__b'],
  ['x/a---b', 'docker.io', 'x/a---b'],
  ['x/0', 'docker.io', 'x/0'],
  // tags
  ['x:latest', 'docker.io', 'library/x', 'latest'],
  ['x:UPPER_and.lower-1', 'docker.io', 'library/x', 'UPPER_and.lower-1'],
  ['x:_1', 'docker.io', 'library/x', '_1'],
  ['x:1.0.0-beta.3', 'docker.io', 'library/x', '1.0.0-beta.3'],
  ['x:0.0.1-0.dev.git.16609.hb23fbd448', 'docker.io', 'library/x', '0.0.1-0.dev.git.16609.hb23fbd448'],
  [`x:${'t'.repeat(128)}`, 'docker.io', 'library/x', 't'.repeat(128)],
  // digests
  [`x@sha256:${SHA}`, 'docker.io', 'library/x', null, `sha256:${SHA}`],
  [`x:1@sha256:${SHA}`, 'docker.io', 'library/x', '1', `sha256:${SHA}`],
  [`quay.io/a/b:main@sha256:${SHA}`, 'quay.io', 'a/b', 'main', `sha256:${SHA}`],
  [`reg:5000/a@sha256:${SHA}`, 'reg:5000', 'a', null, `sha256:${SHA}`],
  [`x@sha512:${SHA512}`, 'docker.io', 'library/x', null, `sha512:${SHA512}`],
  [`x@sha384:${SHA512.slice(0, 96)}`, 'docker.io', 'library/x', null, `sha384:${SHA512.slice(0, 96)}`],
  // lengths
  [`quay.io/${'n'.repeat(255)}`, 'quay.io', 'n'.repeat(255)],
  [SHA.slice(1), 'docker.io', `library/${SHA.slice(1)}`],
]

/** Text, what is said of it, and the stretch it is said of. */
// biome-ignore format: a table
const OTHERS: readonly (readonly [text: string, reason: string, stretch: string])[] = [
  ['', 'it is empty', ''],
  [' ', 'it has a blank', ' '],
  ['x y', 'it has a blank', ' '],
  ['x:1 ', 'it has a blank', ' '],
  ['x:1\n', 'it has a blank', '\n'],
  ['https://quay.io/a/b:1', 'it starts with "https://"', 'https://'],
  ['docker://quay.io/a/b', 'it starts with "docker://"', 'docker://'],
  // tags
  ['quay.io/a/b:1.2:4.4.0', 'it has two tags, "1.2" and "4.4.0"', '1.2:4.4.0'],
  ['x:1:2', 'it has two tags, "1" and "2"', '1:2'],
  ['reg:5000/x:1:2', 'it has two tags, "1" and "2"', '1:2'],
  ['x:', 'its tag is empty', ''],
  ['quay.io/a/b:', 'its tag is empty', ''],
  ['reg:5000/x:', 'its tag is empty', ''],
  ['x:-1', 'its tag starts with "-"', '-'],
  ['x:.1', 'its tag starts with "."', '.'],
  ['x:1+2', 'its tag has the character "+"', '+'],
  ['x:a/b', '"x:a" is no host', 'x:a'],
  [`x:${'t'.repeat(129)}`, 'its tag is longer than 128 characters', 't'.repeat(129)],
  [`x:@sha256:${SHA}`, 'its tag is empty', ''],
  // digests
  [`quay.io/a/b@sha256:${SHA}:4.4.0`, 'a tag follows its digest, "4.4.0"', `sha256:${SHA}:4.4.0`],
  ['x@sha256:abc', '"sha256:abc" is no digest', 'sha256:abc'],
  ['x@', '"" is no digest', ''],
  ['x@latest', '"latest" is no digest', 'latest'],
  [`x@${SHA}`, `"${SHA}" is no digest`, SHA],
  [`x@sha256:${SHA.slice(1)}`, 'its sha256 digest has 63 digits instead of 64', SHA.slice(1)],
  [`x@sha256:${SHA}0`, 'its sha256 digest has 65 digits instead of 64', `${SHA}0`],
  [`x@sha256:${SHA.toUpperCase()}`, 'its digest has capitals', SHA.toUpperCase()],
  [`x@md5:${SHA.slice(32)}`, 'no runtime knows digests by "md5"', 'md5'],
  [`x@SHA256:${SHA}`, 'no runtime knows digests by "SHA256"', 'SHA256'],
  [`x@sha256:${SHA}@sha256:${SHA}`, `a tag follows its digest, "${SHA}"`, `sha256:${SHA}@sha256:${SHA}`],
  [`@sha256:${SHA}`, 'it has no name', ''],
  // names
  [':1', 'it has no name', ''],
  ['/x', 'a part between its slashes is empty', '/x'],
  ['x/', 'a part between its slashes is empty', 'x/'],
  ['a//b', 'a part between its slashes is empty', 'a//b'],
  ['Ubuntu', '"Ubuntu" has capitals', 'Ubuntu'],
  ['quay.io/Acme/x:1', '"Acme" has capitals', 'Acme'],
  ['acme/Notebook:1', '"Notebook" has capitals', 'Notebook'],
  ['x/a%b', 'its name has the character "%"', 'a%b'],
  ['x/{username}', 'its name has the character "{"', '{username}'],
  ['x/<name>', 'its name has the character "<"', '<name>'],
  ['x/-a', '"-a" has dots, dashes or underscores where letters or digits must be', '-a'],
  ['x/a-', '"a-" has dots, dashes or underscores where letters or digits must be', 'a-'],
  ['x/a..b', '"a..b" has dots, dashes or underscores where letters or digits must be', 'a..b'],
  ['x/a___b', '"a___b" has dots, dashes or underscores where letters or digits must be', 'a___b'],
  ['x/._a', '"._a" has dots, dashes or underscores where letters or digits must be', '._a'],
  ['-reg.io/x', '"-reg.io" is no host', '-reg.io'],
  ['reg.io:port/x', '"reg.io:port" is no host', 'reg.io:port'],
  ['reg.io:/x', '"reg.io:" is no host', 'reg.io:'],
  ['[fe80::1%eth0]/x', '"[fe80::1%eth0]" is no host', '[fe80::1%eth0]'],
  ['q\u00fcay.io/x', '"q\u00fcay.io" is no host', 'q\u00fcay.io'],
  ['quay.io/a:1/b', 'the colon in "a:1" stands before a slash', 'a:1'],
  [`quay.io/${'n'.repeat(256)}`, 'its name is longer than 255 characters', `quay.io/${'n'.repeat(256)}`],
  [SHA, 'it is an identifier, not a name', SHA],
  // what Python prints for a missing tag
  ['None:4.4.0', '"None" has capitals', 'None'],
]

describe('parseImage', () => {
  test.each(REFERENCES.map(row => [row[0], row] as const))(
    '%s',
    (text, [, registry, repository, tag = null, digest]) => {
      const read = parseImage(text)
      if (!isReference(read)) throw new Error(read.reason)
      expect([read.registry, read.repository, read.tag?.text ?? null, read.digest?.text]).toEqual([
        registry,
        repository,
        tag,
        digest,
      ])
      for (const part of [read.name, read.tag, read.digest])
        if (part !== null) expect(text.slice(part.start, part.end)).toBe(part.text)
    },
  )

  test.each(OTHERS)('%j is none: %s', (text, reason, stretch) => {
    const read = parseImage(text)
    if (isReference(read)) throw new Error('it is read as a reference')
    expect([read.reason, text.slice(read.part.start, read.part.end)]).toEqual([reason, stretch])
  })
})
