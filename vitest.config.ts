/** Four suites: `unit` needs nothing, the others stand on the lab (test/lab/README.md), which is set up once a run. */
import { defineConfig } from 'vitest/config';

const MINUTE = 60_000;

function withLab(name: string) {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      globalSetup: ['test/lab/setup.ts'],
      // Only for what hangs: how fast a machine is says nothing about the code.
      testTimeout: 10 * MINUTE,
      hookTimeout: 10 * MINUTE,
      // Workers of real servers race; a test that needed its second chance is told as such.
      retry: 1,
    },
  };
}

export default defineConfig({
  test: {
    // Much of a test with real servers is waiting for them.
    maxWorkers: 2,
    maxConcurrency: 3,
    projects: [
      {
        // What is inlined comes without the sources of its maps, which would be told file by file.
        logLevel: 'error' as const,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          testTimeout: 30_000,
          // It imports JSON in a way that only bundlers take.
          server: { deps: { inline: ['@actions/workflow-parser'] } },
        },
      },
      withLab('integration'),
      withLab('e2e'),
      withLab('differential'),
    ],
  },
});
