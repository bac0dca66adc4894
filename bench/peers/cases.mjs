// Pods with one fault each, or none, and the truth about each of them, by the Pod Security Standards (baseline) and by the way
// container runtimes read an image's name. `about` says which question a pod asks, `fault` whether the right answer is "wrong".

const DIGEST = 'sha256:4c1c50d0ffc614f90b93b07d778028dc765548e823f676fb027f61d281ac380d'
const TAGGED = 'registry.example.org:5000/nginx:1.27.5'

/** The questions, in the order in which they are printed. */
export const questions = ['privileged', 'image', 'host path', 'capability']

const PRIVILEGED = { securityContext: { privileged: true } }

export const cases = [
  { about: 'privileged', fault: true, name: 'privileged container', pod: pod(PRIVILEGED) },
  {
    about: 'privileged',
    fault: true,
    name: 'privileged init container',
    pod: pod({}, { initContainers: [container('prepare', PRIVILEGED)] }),
  },
  {
    about: 'privileged',
    fault: true,
    // as it stands in a live pod after `kubectl debug`, and as admission sees it
    name: 'privileged ephemeral container',
    pod: pod({}, { ephemeralContainers: [container('debugger', PRIVILEGED)] }),
  },
  image('nginx', true),
  image('nginx:latest', true),
  image('docker.io/library/nginx', true),
  image('registry.example.org:5000/nginx', true),
  image('registry.example.org:5000/nginx:latest', true),
  // no runtime takes a repository with capitals; and it has no tag
  image('NGINX', true),
  image(`nginx@${DIGEST}`, false),
  image(`nginx:1.27.5@${DIGEST}`, false),
  hostPath('/data/shared'),
  hostPath('/var/run/docker.sock'),
  capabilities({ add: ['NET_ADMIN'] }, true),
  capabilities({ add: ['SYS_ADMIN'] }, true),
  // containers have it anyway
  capabilities({ add: ['CHOWN'] }, false),
  {
    about: 'everything',
    fault: false,
    name: 'a pod in order',
    pod: pod(
      { securityContext: { privileged: false, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
      { initContainers: [container('prepare', {})], volumes: [{ name: 'scratch', emptyDir: {} }] },
    ),
  },
]

function image(text, fault) {
  return { about: 'image', fault, name: `image \`${text.replace(/(?<=@sha256:).*/, '…')}\``, pod: pod({ image: text }) }
}

function hostPath(path) {
  const volumes = [{ name: 'data', hostPath: { path } }]
  const mounted = { volumeMounts: [{ name: 'data', mountPath: '/data' }] }
  return { about: 'host path', fault: true, name: `host path \`${path}\``, pod: pod(mounted, { volumes }) }
}

function capabilities(wanted, fault) {
  const name = `added capability \`${wanted.add.join(', ')}\``
  return { about: 'capability', fault, name, pod: pod({ securityContext: { capabilities: wanted } }) }
}

function pod(notebook, spec = {}) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'jupyter-ada', namespace: 'jhub' },
    spec: { containers: [container('notebook', notebook)], ...spec },
  }
}

function container(name, rest) {
  return { name, image: TAGGED, ...rest }
}
