import { expect, test } from 'vitest'
import { placeholderIn } from '../../src/model/placeholder.ts'

// biome-ignore format: a table
const PLACEHOLDERS: readonly (readonly [text: string, form: string, stretch: string])[] = [
  ['<your-domain>', 'gap', '<your-domain>'],
  ['https://<hub>.example.org/hub/oauth_callback', 'gap', '<hub>'],
  ['<s3 or gs>://bucket', 'gap', '<s3 or gs>'],
  ['CHANGEME', 'gap', 'CHANGEME'],
  ['change-me', 'gap', 'change-me'],
  ['REPLACE_WITH_SECRET', 'gap', 'REPLACE_WITH_SECRET'],
  ['TODO', 'gap', 'TODO'],
  ['xxx.xxx.xxx.xxx', 'gap', 'xxx.xxx.xxx.xxx'],
  ['your-client-id', 'gap', 'your-client-id'],
  ['your-university.edu', 'gap', 'your-university'],
  ['https://your-jupyterhub-domain/hub/oauth_callback', 'gap', 'your-jupyterhub-domain'],
  ['$(openssl rand -hex 32)', 'command', '$(openssl rand -hex 32)'],
  ['`openssl rand -hex 32`', 'command', '`openssl rand -hex 32`'],
  ['$YOUR_CLIENT_ID', 'variable', '$YOUR_CLIENT_ID'],
  ['${CLIENT_ID}', 'variable', '${CLIENT_ID}'],
  ['$(CLIENT_ID)', 'variable', '$(CLIENT_ID)'],
  ['$DOMAIN', 'variable', '$DOMAIN'],
  ['https://${host}/realms/${realm}', 'variable', '${host}'],
  ['https://$PROJECT_DOMAIN/hub', 'variable', '$PROJECT_DOMAIN'],
  ['{{ .Values.host }}', 'template', '{{ .Values.host }}'],
  ['${{ secrets.TOKEN }}', 'template', '${{ secrets.TOKEN }}'],
]

const TEXTS = [
  '',
  'hub.example.org',
  'pa$$word<3',
  '$2b$12$K3JpUo0nHqV/1eX0aZ9uUOQe',
  'ADA$',
  '$5.00',
  'u123.your-storagebox.de',
  'https://nbg1.your-objectstorage.com',
  'yourgene',
  'todo',
  'Use <b>Chrome</b>',
  '<a href="https://example.org">',
  'Ada <ada@example.org>',
  'uid={username},ou=people',
  '({login_attr}={login})',
  'claim-{username}',
  'a < b and c > d',
  '<your-domain>\nin a longer text',
  'placement',
]

test.each(PLACEHOLDERS)('%j is a placeholder: %s', (text, form, stretch) => {
  const found = placeholderIn(text)
  expect([found?.form, text.slice(found?.part.start, found?.part.end)]).toEqual([form, stretch])
})

test.each(TEXTS)('%j is a text', text => {
  expect(placeholderIn(text)).toBeNull()
})
