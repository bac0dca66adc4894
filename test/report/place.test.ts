import { expect, test } from 'vitest'
import { portablePath } from '../../src/report/place.ts'

const paths: readonly (readonly [file: string, root: string, portable: string])[] = [
  ['config.yaml', '/srv/hub', 'config.yaml'],
  ['./config.yaml', '/srv/hub', 'config.yaml'],
  ['a//b/./c.yaml', '/srv/hub', 'a/b/c.yaml'],
  ['a/../config.yaml', '/srv/hub', 'config.yaml'],
  ['/srv/hub/config.yaml', '/srv/hub', 'config.yaml'],
  ['../hub/config.yaml', '/srv/hub', 'config.yaml'],
  ['../config.yaml', '/srv/hub', '/srv/config.yaml'],
  ['/srv/hubs/config.yaml', '/srv/hub', '/srv/hubs/config.yaml'],
  ['config.yaml', '/', 'config.yaml'],
  ['.', '/srv/hub', '.'],
  ['<stdin>', '/srv/hub', '<stdin>'],
  // on Linux a backslash is a character like any other
  ['a\\b.yaml', '/srv/hub', 'a\\b.yaml'],
  ['a\\b.yaml', 'C:\\hub', 'a/b.yaml'],
  ['.\\a/b.yaml', 'C:\\hub', 'a/b.yaml'],
  ['C:\\hub\\a.yaml', 'C:\\hub', 'a.yaml'],
  ['..\\a.yaml', 'C:\\hub', 'C:/a.yaml'],
  ['D:\\a.yaml', 'C:\\hub', 'D:/a.yaml'],
]

test.each(paths)('%s in %s is %s', (file, root, portable) => {
  expect(portablePath(file, root)).toBe(portable)
})
