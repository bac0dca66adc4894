import { loadAll } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { run } from '../cli/run.ts'
import { runHelm } from './installed.ts'
import { helm } from './programs.ts'

/** Each value of the chart, changed. */
const CHANGES = [
  'policy.admission.denyAt=error,policy.profiles={recommended,nrp}',
  'extraExemptions[0].rule=host-path,extraExemptions[0].reason=ticket',
  'existingPolicy=ours',
  'pods.failurePolicy=Fail,configuration.failurePolicy=Fail,timeoutSeconds=1',
  'excludedNamespaces={calico-system}',
  'excludedNamespaces=null',
  'namespaceSelector.matchLabels.team=hubs,namespaceSelector.matchExpressions[0].key=env,namespaceSelector.matchExpressions[0].operator=Exists',
  'certificates.generated.days=30,certificates.generated.caDays=60',
  'certificates.source=cert-manager',
  'certificates.source=cert-manager,certificates.certManager.issuerRef.kind=ClusterIssuer,certificates.certManager.issuerRef.name=internal',
  'certificates.source=existing,certificates.existing.secretName=mine,certificates.existing.caBundle=PEM',
  'clientCa.secretName=client-ca',
  'image.repository=registry.example.org/jhub-lint,image.tag=1.2.3,image.pullPolicy=Always,imagePullSecrets[0].name=pull',
  'replicas=3,logLevel=debug,memoryBudget=64,drainSeconds=5',
  'resources.limits.memory=512Mi',
  'priorityClass.create=false',
  'priorityClass.create=false,priorityClass.name=system-cluster-critical',
  'podDisruptionBudget.enabled=false,priorityClass.create=false',
  'networkPolicy.enabled=false',
  'networkPolicy.reviewsFrom[0].ipBlock.cidr=10.0.0.0/8,networkPolicy.metricsFrom[0].namespaceSelector.matchLabels.name=monitoring',
  'service.port=8080,serviceAccount.annotations.a=b,podAnnotations.a=b,podLabels.a=b,nodeSelector.a=b,affinity.podAffinity=null',
  'tolerations[0].operator=Exists',
  'serviceMonitor.enabled=true,serviceMonitor.labels.release=prometheus,serviceMonitor.interval=1m',
  'alerts.enabled=true,alerts.labels.release=prometheus,dashboard.enabled=true,dashboard.labels.x=y',
  'nameOverride=lint,fullnameOverride=webhook',
]
const DIGEST = `image.digest=sha256:${'0'.repeat(64)}`

const template = (version: 3 | 4, sets: readonly string[]) =>
  runHelm(version, [
    ...['template', 'jhub-lint', 'charts/jhub-lint', '-n', 'jhub-lint', '--kube-version', '1.36.1'],
    ...sets.flatMap(value => ['--set', value]),
  ])

describe.each([3, 4] as const)('with Helm %i', version => {
  const had = helm(version)
  if ('missing' in had) {
    test.skip(had.missing, () => {})
    return
  }

  test('the chart is in order', async () => {
    const { text } = await runHelm(version, ['lint', '--strict', 'charts/jhub-lint'])
    expect(text).toContain('0 chart(s) failed')
  })

  test('as installed it is kept available, shut off, without rights, and leaves nothing', async () => {
    const { text } = await template(version, [DIGEST])
    const objects = loadAll(text) as {
      kind: string
      webhooks?: { timeoutSeconds: number; objectSelector?: object }[]
    }[]
    const kinds = objects.map(({ kind }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['PodDisruptionBudget', 'PriorityClass', 'NetworkPolicy']))
    expect(kinds.filter(kind => /Role/.test(kind))).toEqual([])
    const webhooks = objects.flatMap(({ webhooks = [] }) => webhooks)
    expect(webhooks.map(({ timeoutSeconds }) => timeoutSeconds)).toEqual([2, 2])
    expect(webhooks.filter(({ objectSelector }) => objectSelector !== undefined)).toEqual([])
    expect(text).not.toMatch(/helm\.sh\/(hook|resource-policy)|finalizers/)
  })

  test.each(CHANGES)('it renders, and has nothing that jhub-lint complains about: %s', async change => {
    const { status, text } = await template(version, [DIGEST, change])
    expect([status, text]).toEqual([0, expect.stringContaining('kind: ValidatingWebhookConfiguration')])
    expect(loadAll(text).length).toBeGreaterThan(5)
    const judged = run(['--no-policy', '--profile', 'pss-restricted', '--profile', 'strict', '-'], { input: text })
    expect([judged.status, judged.out]).toEqual([0, expect.stringContaining('nothing to complain about')])
  })

  test.each([
    ['pods.failurePolicy=Sometimes', 'failurePolicy'],
    ['replica=3', 'replica'],
    ['timeoutSeconds=60', 'timeoutSeconds'],
    ['policy.admission.denyAt=sometimes', 'denyAt'],
    ['policy.rules.no-such-rule=error', 'no-such-rule'],
    ['extraExemptions[0].rule=host-path', 'reason'],
    ['certificates.source=existing', 'certificates.existing'],
  ])('it refuses %s', async (change, names) => {
    const { status, text } = await template(version, [change])
    expect([status, text]).toEqual([1, expect.stringContaining(names)])
  })
})
