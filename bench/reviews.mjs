/** A review of a pod as KubeSpawner makes it and the API server sends it, about 9 kB; none has anything to complain about. */
export function reviewOf(n) {
  const user = `student-${n}`
  const labels = {
    app: 'jupyterhub',
    component: 'singleuser-server',
    release: 'jhub',
    'app.kubernetes.io/managed-by': 'kubespawner',
    'hub.jupyter.org/network-access-hub': 'true',
    'hub.jupyter.org/servername': '',
    'hub.jupyter.org/username': user,
  }
  const containers = [
    {
      name: 'notebook',
      image: `quay.io/jupyter/scipy-notebook:2026-03-${10 + (n % 18)}`,
      args: ['jupyterhub-singleuser', '--ip=0.0.0.0'],
      env: ENVIRONMENT.map(([name, value]) => ({ name, value: value.replace('USER', user) })),
      ports: [{ name: 'notebook-port', containerPort: 8888, protocol: 'TCP' }],
      resources: { limits: { cpu: '2', memory: '4G' }, requests: { cpu: '500m', memory: '1G' } },
      volumeMounts: [{ name: 'home', mountPath: '/home/jovyan', subPath: `home/${user}` }],
      lifecycle: {},
      ...LEFT_AS_IT_IS,
      securityContext: { runAsUser: 1000, allowPrivilegeEscalation: false },
    },
  ]
  const initContainers = [
    {
      name: 'copy-course',
      image: 'quay.io/example/course-tools:2026.1',
      command: ['/bin/sh', '-c', 'cp -r /course/. /home/jovyan/course'],
      resources: {},
      volumeMounts: [{ name: 'home', mountPath: '/home/jovyan' }],
      ...LEFT_AS_IT_IS,
      securityContext: { runAsUser: 1000, allowPrivilegeEscalation: false },
    },
  ]
  const spec = {
    volumes: [{ name: 'home', persistentVolumeClaim: { claimName: `claim-${user}` } }],
    initContainers,
    containers,
    restartPolicy: 'OnFailure',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'default',
    serviceAccount: 'default',
    automountServiceAccountToken: false,
    securityContext: { fsGroup: 100, runAsNonRoot: true },
    schedulerName: 'jhub-user-scheduler',
    tolerations: ['hub.jupyter.org/dedicated', 'hub.jupyter.org_dedicated'].map(key => ({
      ...{ key, operator: 'Equal', value: 'user', effect: 'NoSchedule' },
    })),
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
  }
  const metadata = {
    name: `jupyter-${user}`,
    namespace: 'jhub',
    uid: `ce05d43d-abfc-4b48-a0b5-${String(n).padStart(12, '0')}`,
    generation: 1,
    creationTimestamp: '2026-11-23T03:13:27Z',
    labels,
    annotations: { 'hub.jupyter.org/username': user },
    managedFields: [
      {
        manager: 'OpenAPI-Generator',
        operation: 'Update',
        apiVersion: 'v1',
        fieldsType: 'FieldsV1',
        fieldsV1: fields({ metadata: { labels }, spec }),
      },
    ],
  }
  return JSON.stringify({
    kind: 'AdmissionReview',
    apiVersion: 'admission.k8s.io/v1',
    request: {
      uid: `186292bd-fc2c-4376-8513-${String(n).padStart(12, '0')}`,
      kind: POD,
      resource: { group: '', version: 'v1', resource: 'pods' },
      requestKind: POD,
      requestResource: { group: '', version: 'v1', resource: 'pods' },
      name: metadata.name,
      namespace: 'jhub',
      operation: 'CREATE',
      userInfo: {
        username: 'system:serviceaccount:jhub:hub',
        uid: '9278b751-185f-4faf-8485-5de3278798fc',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:jhub', 'system:authenticated'],
      },
      object: { kind: 'Pod', apiVersion: 'v1', metadata, spec, status: { phase: 'Pending', qosClass: 'Burstable' } },
      oldObject: null,
      dryRun: false,
      options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' },
    },
  })
}

const POD = { group: '', version: 'v1', kind: 'Pod' }
const LEFT_AS_IT_IS = {
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: 'IfNotPresent',
}
const ENVIRONMENT = [
  ['JUPYTERHUB_ACTIVITY_URL', 'http://hub:8081/hub/api/users/USER/activity'],
  ['JUPYTERHUB_API_TOKEN', 'not-a-token'],
  ['JUPYTERHUB_API_URL', 'http://hub:8081/hub/api'],
  ['JUPYTERHUB_BASE_URL', '/'],
  ['JUPYTERHUB_CLIENT_ID', 'jupyterhub-user-USER'],
  ['JUPYTERHUB_OAUTH_ACCESS_SCOPES', '["access:servers!server=USER/", "access:servers!user=USER"]'],
  ['JUPYTERHUB_OAUTH_CALLBACK_URL', '/user/USER/oauth_callback'],
  ['JUPYTERHUB_OAUTH_SCOPES', '["access:servers!server=USER/", "access:servers!user=USER"]'],
  ['JUPYTERHUB_SERVICE_PREFIX', '/user/USER/'],
  ['JUPYTERHUB_SERVICE_URL', 'http://0.0.0.0:8888/user/USER/'],
  ['JUPYTERHUB_USER', 'USER'],
  ['JUPYTER_IMAGE', 'quay.io/jupyter/scipy-notebook:2026-03-02'],
  ['MEM_LIMIT', '4294967296'],
]

/** What the API server notes about who set which field: the shape of the object, in names. */
function fields(data) {
  if (Array.isArray(data))
    return Object.fromEntries(
      data.map(item => [`k:{"name":"${item.name ?? item.key ?? item}"}`, { '.': {}, ...fields(item) }]),
    )
  if (typeof data !== 'object' || data === null) return {}
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [`f:${key}`, fields(value)]))
}
