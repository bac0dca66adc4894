import { isWritten } from '../src/model/origin.ts'
import type { Path } from '../src/model/path.ts'
import { type Placeholder, type PlaceholderForm, placeholderIn } from '../src/model/placeholder.ts'
import { defineRule } from '../src/model/rule.ts'
import { Opaque } from '../src/model/traced.ts'
import type { View } from '../src/model/view.ts'

export default defineRule({
  id: 'unexpanded-placeholder',
  about: 'hub',
  severity: { recommended: 'warning', strict: 'error', nrp: 'warning', dsri: 'warning', welkin: 'warning' },
  summary: 'A value is a placeholder that nothing fills in.',
  why: `Helm takes values as they stand: it runs no commands, knows no variables and renders no templates in them. The hub would use
the very text, so that a secret is one that everybody can read in the documentation, or a login leads nowhere.`,
  advice: 'write the value itself; secrets and hosts that a pipeline knows come in with -f or --set',
  instead: `hub:
  config:
    GitHubOAuthenticator:
      oauth_callback_url: https://hub.example.org/hub/oauth_callback
proxy:
  https:
    enabled: true
    hosts:
      - hub.example.org
    letsencrypt:
      contactEmail: admin@example.org`,
  example: `hub:
  config:
    GitHubOAuthenticator:
      oauth_callback_url: https://<your-domain-name>/hub/oauth_callback
proxy:
  https:
    enabled: true
    hosts:
      - <your-domain-name>
    letsencrypt:
      contactEmail: <your-email-address>`,
  except: `Text that something does expand: commands and scripts, "$(NAME)" in environment variables, KubeSpawner's "{username}",
snippets of nginx or Traefik, annotations, texts for people, regular expressions, and \`custom\`.`,

  *check(hub) {
    const found: Candidate[] = []
    collect(hub.values.raw, [], ALL, found)
    for (const { path, part, form } of found) {
      const at: View = hub.values.down(path)
      const origin = at.origin()
      if (!isWritten(origin) || origin.by === 'python') continue
      yield { at, part, message: WRONG[form]((at.text ?? '').slice(part.start, part.end)) }
    }
  },
})

type Forms = readonly PlaceholderForm[]

const ALL: Forms = ['gap', 'command', 'variable', 'template']

/** Below these keys somebody else reads the text: a shell, Python, a template engine, another program, a person. */
// biome-ignore format: a list to read through
const READ_BY_OTHERS = new Set([
  'args', 'cmd', 'command', 'lifecycle', 'lifecycleHooks', 'lifecycle_hooks', 'livenessProbe', 'readinessProbe',
  'extraConfig', 'extraFiles', 'files', 'templates', 'templateVars', 'template_vars', 'profile_form_template', 'options_form',
  'extraStaticConfig', 'extraDynamicConfig', 'extraCommandLineFlags', 'annotations', 'extraAnnotations', 'extra_annotations',
  'display_name', 'displayName', 'description', 'title', 'message', 'help', 'login_service', 'custom_html', 'custom', 'global',
  'tooltip', 'note', 'notes', 'comment', 'comments', 'sops',
])
const READ_BY_OTHERS_ENDING = /(?:regex|pattern|template|filter|expression|html|text|query|announcement|message|Expr)$/

/** Below these keys Kubernetes or KubeSpawner expands some forms, and a shell in the container may expand others. */
const FEWER: Readonly<Record<string, Forms>> = {
  extraEnv: ['gap', 'command'],
  env: ['gap', 'command'],
  environment: ['gap', 'command'],
  singleuser: ['gap', 'command'],
  KubeSpawner: ['gap', 'command'],
  Spawner: ['gap', 'command'],
  kubespawner_override: ['gap', 'command'],
  initContainers: ['gap'],
  init_containers: ['gap'],
  extraContainers: ['gap'],
  extra_containers: ['gap'],
}

/** Nothing but the container runtime reads these. */
const IMAGE_KEYS = new Set(['image', 'image_spec'])

const WRONG: Readonly<Record<PlaceholderForm, (text: string) => string>> = {
  gap: text => `"${text}" is still to be filled in`,
  command: text => `nothing runs "${text}": the value is this very text`,
  variable: text => `nothing replaces "${text}": the value is this very text`,
  template: text => `nothing renders "${text}": Helm knows no templates in values`,
}

/** A placeholder at a path of the values, whoever wrote it. */
type Candidate = Placeholder & { readonly path: Path }

/**
 * Gathers the placeholders at and below a path. It goes through the data itself, not views of it: it is all the values there are, and
 * hardly any of them is a placeholder.
 */
function collect(data: unknown, path: (string | number)[], forms: Forms, found: Candidate[]): void {
  if (typeof data === 'string') {
    const placeholder = placeholderIn(data)
    if (placeholder !== null && forms.includes(placeholder.form)) found.push({ ...placeholder, path: [...path] })
  } else if (typeof data === 'object' && data !== null && !(data instanceof Opaque)) {
    const isList = Array.isArray(data)
    for (const key of Object.keys(data)) {
      if (!isList && (READ_BY_OTHERS.has(key) || READ_BY_OTHERS_ENDING.test(key))) continue
      path.push(isList ? Number(key) : key)
      const narrowed = isList
        ? forms
        : IMAGE_KEYS.has(key)
          ? ALL
          : narrower(forms, Object.hasOwn(FEWER, key) ? FEWER[key] : undefined)
      collect((data as Record<string, unknown>)[key], path, narrowed, found)
      path.pop()
    }
  }
}

function narrower(forms: Forms, others: Forms | undefined): Forms {
  return others === undefined ? forms : forms.filter(form => others.includes(form))
}
