import manifest from '../../package.json' with { type: 'json' }

/** The version of jhub-lint. */
export const VERSION: string = manifest.version
