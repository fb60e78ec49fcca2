import { expect, test } from 'vitest';
import { bringBack, type Service } from '../../../src/promotion/bring-back.ts';
import type { Run } from '../../../src/promotion/run.ts';

/** A run whose service may not be touched. */
const run = new Proxy({} as Run, {
  get: (_target, name) => {
    throw new Error(`${String(name)} was asked for`);
  },
});
const ZIP = '/srv/app/migration/jampy-promote-1.zip';

test.each<[Service, RegExp, boolean]>([
  [
    'stopped',
    /^The service was stopped and may be down, since .*1\.zip may still lie there.* then start the service\.$/,
    true,
  ],
  ['stopping', /^The service was stopped and may be down, since /, true],
  ['stale', /^The service was not reloaded, since .* then restart the service\.$/, false],
])('%s: nothing is started over a zip that could not be taken away', async (service, says, down) => {
  const brought = await bringBack(run, service, ZIP, undefined);
  expect(brought).toEqual({ sentence: expect.stringMatching(says), down });
});

test('a service that runs needs nothing', async () => {
  expect(await bringBack(run, 'running', undefined, undefined)).toBeUndefined();
  expect(await bringBack(run, 'running', ZIP, undefined)).toBeUndefined();
});
