// biome-ignore lint/correctness/useImportExtensions: it is found by its declarations, which are named .d.mts
export * from '../programs.mjs'
