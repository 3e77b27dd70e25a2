import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Suites by cost: `default` is what `npm test` runs; the others have a script of their own. */
const slowSuites = ['clients', 'engine-faults', 'oozie', 'packaging', 'spark', 'survival'];

/** No gates: they look for differences to a live Oozie with random work, and report what they find. */
const searches = ['oozie-search'];

export default defineConfig({
  resolve: {
    alias: { howdah: fileURLToPath(new URL('./engine/index.ts', import.meta.url)) },
  },
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    globalSetup: ['test/support/global-setup.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'default',
          include: ['test/**/*.test.ts'],
          exclude: [...slowSuites, ...searches].map((suite) => `test/${suite}/**`),
          pool: 'forks',
          maxWorkers: 2,
        },
      },
      ...[...slowSuites, ...searches].map((suite) => ({
        extends: true as const,
        test: {
          name: suite,
          include: [`test/${suite}/**/*.test.ts`],
          pool: 'forks' as const,
          maxWorkers: 1,
          testTimeout: 1_800_000,
        },
      })),
    ],
  },
});
