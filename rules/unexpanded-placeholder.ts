import { isWritten } from '../src/model/origin.ts'
import { type PlaceholderForm, placeholderIn } from '../src/model/placeholder.ts'
import { defineRule } from '../src/model/rule.ts'
import type { View } from '../src/model/view.ts'

export default defineRule({
  id: 'unexpanded-placeholder',
  about: 'hub',
  severity: { recommended: 'warning', strict: 'error' },
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
    yield* walk(hub.values as View, ALL)
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

function* walk(
  view: View,
  forms: Forms,
): Generator<{ at: View; part: { start: number; end: number }; message: string }> {
  if (view.text !== undefined) {
    const found = placeholderIn(view.text)
    if (found === null || !forms.includes(found.form)) return
    const origin = view.origin()
    if (!isWritten(origin) || origin.by === 'python') return
    yield { at: view, part: found.part, message: WRONG[found.form](view.text.slice(found.part.start, found.part.end)) }
  } else if (view.isList) {
    for (const item of view.each()) yield* walk(item, forms)
  } else {
    for (const [key, value] of view.entries()) {
      if (READ_BY_OTHERS.has(key) || READ_BY_OTHERS_ENDING.test(key)) continue
      yield* walk(
        value,
        IMAGE_KEYS.has(key) ? ALL : narrower(forms, Object.hasOwn(FEWER, key) ? FEWER[key] : undefined),
      )
    }
  }
}

function narrower(forms: Forms, others: Forms | undefined): Forms {
  return others === undefined ? forms : forms.filter(form => others.includes(form))
}
