import type { Traced } from '../../model/traced.ts'

/**
 * A traitlets configuration as it grows while JupyterHub reads it: `c.<Section>.<trait>`. Setting a trait replaces what was
 * there, as `c[section].update(…)` in the chart and an assignment in Python do.
 */
export class Settings {
  private readonly bySection = new Map<string, Map<string, Traced>>()

  get(section: string, trait: string): Traced | undefined {
    return this.bySection.get(section)?.get(trait)
  }

  set(section: string, trait: string, value: Traced): void {
    const traits = this.bySection.get(section)
    if (traits === undefined) this.bySection.set(section, new Map([[trait, value]]))
    else traits.set(trait, value)
  }

  delete(section: string, trait: string): void {
    this.bySection.get(section)?.delete(trait)
  }

  sections(): string[] {
    return [...this.bySection.keys()]
  }

  traits(section: string): string[] {
    return [...(this.bySection.get(section)?.keys() ?? [])]
  }
}
