/** What the exit status says. */
export const Exit = {
  /** Judged, and nothing at or above `--fail-on`. */
  clean: 0,
  /** Findings at or above `--fail-on`, unreadable input, or nothing judged. */
  findings: 1,
  /** The call is wrong. */
  usage: 2,
  /** A defect of jhub-lint itself. */
  defect: 3,
} as const
export type Exit = (typeof Exit)[keyof typeof Exit]
