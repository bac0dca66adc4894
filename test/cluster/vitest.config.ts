import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: '.',
    include: ['test/cluster/*.cluster.ts'],
    globalSetup: ['test/cluster/setup.ts'],
    // one cluster for all, and webhooks that see everything in it
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
