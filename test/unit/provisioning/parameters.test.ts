import { expect, test } from 'vitest';
import { readParameters, valuesFor } from '../../../src/provisioning/parameters.ts';

const DEFAULTS = { production: true, safeMode: true, debugging: false, importDelay: undefined };

test.each([
  ['', DEFAULTS],
  ['Production: false', { ...DEFAULTS, production: false }],
  ['# of the test server\n safe MODE : False\nDebugging:true\n', { ...DEFAULTS, safeMode: false, debugging: true }],
  ['Import delay: 30', { ...DEFAULTS, importDelay: 30 }],
  ['Import delay (seconds): 0', { ...DEFAULTS, importDelay: 0 }],
])('%j', (text, parameters) => expect(readParameters(text)).toEqual({ parameters, problems: [] }));

test.each([
  ['Productoin: true', /there is no "Productoin"; is Production meant\? Write Production, Safe mode/],
  ['Colour: red', /there is no "Colour"\. Write Production/],
  ['Session timeout: 5', /Session timeout can not be set here: the zip brings this value/],
  ['Language: German', /Language is an input of its own/],
  ['Debugging: yes', /Debugging is true or false, not "yes"/],
  ['Import delay: -1', /Import delay is a whole number of seconds up to 86400, not "-1"/],
  ['Import delay: 86401', /up to 86400/],
  ['Debugging: true\ndebugging: false', /Debugging is there twice/],
  ['Production', /"Production" is not "Name: value"/],
])('%j is wrong', (text, says) => {
  const { problems } = readParameters(text);
  expect(problems).toEqual([expect.stringMatching(says)]);
});

test('every problem is told', () => expect(readParameters('A: 1\nDebugging: 2').problems).toHaveLength(2));

test('Production is a column on Jam.py 5 and a file on 7, and brings the delay that the Builder sets with it', () => {
  expect(valuesFor(5, DEFAULTS)).toEqual({
    params: { F_PRODUCTION: 1, F_SAFE_MODE: 1, F_DEBUGGING: 0, F_IMPORT_DELAY: 180 },
    files: {},
  });
  expect(valuesFor(7, { ...DEFAULTS, importDelay: 5 })).toEqual({
    params: { F_PRODUCTION: 0, F_SAFE_MODE: 1, F_DEBUGGING: 0, F_IMPORT_DELAY: 5 },
    files: { 'builder.html': 'Application Builder production mode' },
  });
  expect(valuesFor(7, { ...DEFAULTS, production: false }).files).toEqual({});
});
