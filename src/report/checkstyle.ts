import { element } from './characters.ts'
import { placeOf, portablePath, sentence } from './place.ts'
import type { Reporter } from './report.ts'

/** The XML of Checkstyle: a file element for each judged file, also for those without faults. */
export const checkstyle: Reporter = report => {
  const errors = new Map<string, string[]>()
  for (const { file, kind } of report.inputs)
    if (kind !== 'unrecognised') errors.set(portablePath(file, report.root), [])
  for (const finding of report.findings) {
    const { file, line, column } = placeOf(finding, report)
    const { severity, rule } = finding
    const error = element('error', { line, column, severity, message: sentence(finding), source: `jhub-lint.${rule}` })
    errors.set(file, [...(errors.get(file) ?? []), `\n    ${error}`])
  }
  const files = [...errors].map(([name, of]) => {
    const content = of.length === 0 ? '' : `${of.join('')}\n  `
    return `  ${element('file', { name }, content)}\n`
  })
  // the version is that of the format, which consumers compare
  return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n${files.join('')}</checkstyle>\n`
}
