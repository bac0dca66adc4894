import { type Finding, type ObjectReference, SEVERITIES, type Severity } from '../model/finding.ts'
import { printPath } from '../model/path.ts'
import { placeOf, sentence } from './place.ts'
import type { Report, Reporter } from './report.ts'

/** Reports are objects of a cluster, which takes none of more than 1.5 MiB: so many results and objects are put into one. */
const LARGEST = 2000

/** So many objects are named with one result. */
const OBJECTS = 500

/** Notes concern nobody's score. */
const RESULT: Readonly<Record<Severity, string>> = { error: 'fail', warning: 'warn', info: 'skip' }
const SEVERITY: Readonly<Record<Severity, string>> = { error: 'high', warning: 'medium', info: 'low' }

/**
 * The PolicyReports that dashboards of clusters collect: one for each namespace, and a ClusterPolicyReport for what is in none,
 * such as files. A `List` in JSON, which `kubectl apply` takes. Source of the fields:
 * kubernetes-sigs/wg-policy-prototypes@main:policy-report/pkg/api/wgpolicyk8s.io/v1alpha2.
 */
export const policyReport: Reporter = report => {
  const spaces = new Map<string | null, Result[]>()
  for (const finding of report.findings) {
    const space = finding.objects?.[0]?.namespace ?? null
    const results = spaces.get(space) ?? []
    results.push(...resultsOf(finding, report))
    spaces.set(space, results)
  }
  const items = [...spaces].flatMap(([namespace, results]) =>
    portions(results).map((some, i) => policyReportOf(namespace, i === 0 ? 'jhub-lint' : `jhub-lint-${i + 1}`, some)),
  )
  return `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2)}\n`
}

interface Result {
  readonly severityOfFinding: Severity
  readonly resources: readonly ObjectReference[]
  readonly properties: Readonly<Record<string, string>>
  readonly rule: string
  readonly message: string
}

function resultsOf(finding: Finding, report: Report): Result[] {
  const { rule, severity, path, location, objects = [], fingerprint, url } = finding
  const place = placeOf(finding, report)
  const properties = {
    path: printPath(path),
    fingerprint,
    url,
    ...(location === null ? {} : { file: place.file, line: String(place.line), column: String(place.column) }),
  }
  const result = { severityOfFinding: severity, rule, message: location === null ? finding.message : sentence(finding) }
  const parts: Result[] = []
  for (let i = 0; i === 0 || i < objects.length; i += OBJECTS)
    parts.push({ ...result, properties, resources: objects.slice(i, i + OBJECTS) })
  return parts
}

function policyReportOf(namespace: string | null, name: string, results: readonly Result[]) {
  const counts = (severity: Severity) =>
    results.filter(({ severityOfFinding }) => severityOfFinding === severity).length
  const [fail, warn, skip] = SEVERITIES.map(counts)
  return {
    apiVersion: 'wgpolicyk8s.io/v1alpha2',
    kind: namespace === null ? 'ClusterPolicyReport' : 'PolicyReport',
    metadata: {
      name,
      ...(namespace === null ? {} : { namespace }),
      labels: { 'app.kubernetes.io/managed-by': 'jhub-lint' },
    },
    summary: { pass: 0, fail, warn, error: 0, skip },
    results: results.map(({ severityOfFinding: severity, rule, message, properties, resources }) => ({
      source: 'jhub-lint',
      policy: rule,
      rule,
      category: 'JupyterHub',
      result: RESULT[severity],
      severity: SEVERITY[severity],
      scored: severity === 'error',
      message,
      ...(resources.length === 0 ? {} : { resources }),
      properties,
    })),
  }
}

/** Results in portions that a cluster takes as one object. */
function portions(results: readonly Result[]): Result[][] {
  const all: Result[][] = [[]]
  let weight = 0
  for (const result of results) {
    const own = 1 + result.resources.length
    if (weight > 0 && weight + own > LARGEST) {
      all.push([])
      weight = 0
    }
    all.at(-1)?.push(result)
    weight += own
  }
  return all
}
