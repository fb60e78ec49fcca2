/** The HTTP client against servers of the test's own. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Server as SocketServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { JamClient } from '../../../src/jampy/client.ts';
import { ConnectionTrouble, HttpClient, unreachable } from '../../../src/jampy/http.ts';

const open: (Server | SocketServer)[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  }
});

async function listening(server: Server | SocketServer): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const serving = (listener: RequestListener) => listening(createServer(listener));

/** Answers every connection with raw bytes, once the request has come, and closes it. */
const raw = (bytes: string) =>
  listening(createSocketServer((socket) => socket.on('error', () => {}).once('data', () => socket.end(bytes))));

function get(client: HttpClient, path = '', timeoutMs = 5000) {
  return client.send({ method: 'GET', path, timeoutMs });
}

/** The trouble of a request that must fail. */
async function troubleOf(work: Promise<unknown>): Promise<ConnectionTrouble> {
  const error = await work.then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(ConnectionTrouble);
  return error;
}

test.each([
  ['https://app.example.com', 'https://app.example.com/'],
  ['https://app.example.com/crm', 'https://app.example.com/crm/'],
  ['https://app.example.com/crm/?a=b#c', 'https://app.example.com/crm/'],
  ['https://u:p@app.example.com/', 'https://app.example.com/'],
  ['https://u%25:100%@app.example.com/', 'https://app.example.com/'],
])('the root of %s is %s', (url, root) => {
  expect(new HttpClient(url).root.href).toBe(root);
});

test('a Basic login goes with every request, decoded', async () => {
  const seen: (string | undefined)[] = [];
  const url = await serving((request, response) => {
    seen.push(request.headers.authorization);
    response.end();
  });
  const client = new HttpClient(url.replace('http://', 'http://de%40ploy:p%2Fw%3A100%@'));
  await get(client);
  await get(client, 'api');
  const expected = `Basic ${Buffer.from('de@ploy:p%2Fw%3A100%').toString('base64')}`;
  expect(seen).toEqual([expected, expected]);
  expect([client.hasBasicLogin, new HttpClient(url).hasBasicLogin]).toEqual([true, false]);
});

test('cookies are kept, replaced, dropped and forgotten', async () => {
  const seen: (string | undefined)[] = [];
  const answers = [
    ['session=one; Path=/; HttpOnly', 'task=a=b; SameSite=Lax'],
    ['session=two'],
    ['task=; Max-Age=0'],
    ['session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
    [],
  ];
  const url = await serving((request, response) => {
    seen.push(request.headers.cookie);
    response.setHeader('set-cookie', answers[seen.length - 1] ?? []);
    response.end();
  });
  const client = new HttpClient(url);
  for (let request = 0; request < 5; request++) await get(client);
  expect(seen).toEqual([undefined, 'session=one; task=a=b', 'session=two; task=a=b', 'session=two', undefined]);
});

describe('redirects', () => {
  const redirect = (location: string | ((request: IncomingMessage) => string), status = 302): RequestListener => {
    return (request, response) => {
      if (request.url === '/there') response.end('arrived');
      else response.writeHead(status, { location: typeof location === 'string' ? location : location(request) }).end();
    };
  };

  test('inside the origin are followed, for GET only', async () => {
    const client = new HttpClient(await serving(redirect('/there')));
    expect((await get(client)).body.toString()).toBe('arrived');
    const posted = await client.send({ method: 'POST', path: 'api', body: 'x', timeoutMs: 5000 });
    expect(posted.status).toBe(302);
    const asked = await client.send({ method: 'GET', path: '', timeoutMs: 5000, follow: false });
    expect(asked.status).toBe(302);
  });

  test('in a circle end', async () => {
    let requests = 0;
    const url = await serving((request, response) => {
      requests++;
      redirect('/')(request, response as ServerResponse & { req: IncomingMessage });
    });
    expect((await get(new HttpClient(url))).status).toBe(302);
    expect(requests).toBe(4);
  });

  test.each(['GET', 'POST'] as const)('to another origin get nothing (%s)', async (method) => {
    let reached = 0;
    const other = await serving((_request, response) => {
      reached++;
      response.end();
    });
    const client = new HttpClient(await serving(redirect(other, 307)));
    const work = client.send({ method, path: 'api', body: method === 'POST' ? 'secret' : undefined, timeoutMs: 5000 });
    await expect(work).rejects.toMatchObject({ id: 'redirect-other-origin', outcome: 'failed' });
    expect(reached).toBe(0);
  });

  test.each(['http://[', 'http://', '//'])('to %s are no redirects', async (location) => {
    const client = new HttpClient(await serving(redirect(location)));
    const answer = await get(client).catch((error) => error);
    expect(answer.status ?? answer.id).toSatisfy(
      (value: unknown) => value === 302 || value === 'redirect-other-origin',
    );
  });
});

test('a large body and a large answer come whole', async () => {
  const url = await serving((request, response) => {
    let size = 0;
    request.on('data', (chunk: Buffer) => (size += chunk.length));
    request.on('end', () => response.end(Buffer.alloc(5_000_000, String(size))));
  });
  const body = Buffer.alloc(3_000_000, 'x');
  const answer = await new HttpClient(url).send({ method: 'POST', path: 'upload', body, timeoutMs: 20_000 });
  expect(answer.body.length).toBe(5_000_000);
  expect(answer.body.subarray(0, 7).toString()).toBe('3000000');
});

describe('trouble', () => {
  test('nothing listens: it was never sent', async () => {
    const url = await serving((_request, response) => response.end());
    await new Promise((resolve) => open.splice(0)[0]?.close(resolve));
    const trouble = await troubleOf(get(new HttpClient(url)));
    expect([trouble.sent, trouble.timedOut]).toEqual([false, false]);
    expect(trouble.message).toMatch(/nothing listens there/);
    const sentence = unreachable(new URL(url), trouble);
    expect(sentence).toMatchObject({ id: 'server-unreachable', outcome: 'failed' });
    expect(sentence.message).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/ does not answer: .*Nothing was changed by this\.$/);
  });

  test.each([
    ['closed before an answer', '', /closed before an answer/],
    ['closed in the middle', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', /closed (in the middle|before)/],
    [
      'closed in the middle of chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal',
      /closed (in the middle|before)/,
    ],
    ['no HTTP', '220 mail ESMTP\r\n\r\n', /does not speak HTTP/],
    ['a broken header', 'HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n', /does not speak HTTP/],
  ])('%s: it may have been acted on', async (_name, bytes, says) => {
    const trouble = await troubleOf(get(new HttpClient(await raw(bytes))));
    expect(trouble.sent).toBe(true);
    expect(trouble.message).toMatch(says);
  });

  test('no answer in time', async () => {
    const url = await serving(() => {});
    const trouble = await troubleOf(get(new HttpClient(url), '', 300));
    expect([trouble.sent, trouble.timedOut]).toEqual([true, true]);
  });

  test('an answer that never ends, in time', async () => {
    const url = await serving((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
    });
    expect(await troubleOf(get(new HttpClient(url), '', 300))).toMatchObject({ timedOut: true });
  });

  test('TLS where there is none', async () => {
    const url = await serving((_request, response) => response.end());
    const trouble = await troubleOf(get(new HttpClient(url.replace('http:', 'https:'))));
    expect([trouble.sent, trouble.message]).toEqual([false, expect.stringMatching(/TLS|closed/)]);
  });
});

describe("Jam.py's answers", () => {
  const answering = async (status: number, body: string) =>
    new JamClient(await serving((_request, response) => response.writeHead(status).end(body)));

  test.each<[string, string, object]>([
    [
      'a normal one',
      '{"result": {"status": 9, "data": [1]}, "error": null}',
      { status: 9, data: [1], error: undefined },
    ],
    [
      'the exception form',
      '{"result": {"data": null}, "error": "boom"}',
      { status: undefined, data: null, error: 'boom' },
    ],
    ['a status that is no number', '{"result": {"status": "9"}}', { status: undefined }],
  ])('%s', async (_name, body, expected) => {
    expect(await (await answering(200, body)).callRaw('load', 0, 0, null)).toMatchObject(expected);
  });

  test.each([
    [200, '<html>', 'not-jampy', 'failed', /with an HTML page/],
    [404, '', 'not-jampy', 'failed', /HTTP 404 with an empty answer/],
    [200, '[]', 'not-jampy', 'failed', /not the root of a Jam\.py application/],
    [200, 'null', 'not-jampy', 'failed', /not the root/],
    [200, '{"result": 5}', 'not-jampy', 'failed', /not the root/],
    [500, '<html>', 'server-error', 'failed', /broken, unfinished, in production mode/],
    [401, '', 'basic-login', 'refused', /asks for a Basic login, and url has none/],
  ])('HTTP %i %j is %s', async (status, body, id, outcome, says) => {
    const work = (await answering(status, body)).call('load', 0, 0, null);
    await expect(work).rejects.toMatchObject({ id, outcome, message: expect.stringMatching(says) });
  });

  test.each([
    ['v5', '{"result": {"status": 9, "data": 1}}', 5],
    ['v5 behind its login', '{"result": {"status": 5, "data": 1}}', 5],
    ['v7', '{"result": {"status": 9, "data": null}}', 7],
    ['v7 behind its login', '{"result": {"status": 5, "data": null}}', 7],
  ])('the line of %s', async (_name, body, line) => {
    expect(await (await answering(200, body)).line()).toBe(line);
  });

  test('an upload has the fields and the bytes that Jam.py looks for', async () => {
    let body = Buffer.alloc(0);
    const url = await serving((request, response) => {
      request.on('data', (chunk: Buffer) => (body = Buffer.concat([body, chunk])));
      request.on('end', () => response.end('{"result": {"status": 9, "data": {}}}'));
    });
    const bytes = Buffer.from([0, 13, 10, 45, 45, 255]);
    await new JamClient(url).upload('name.zip', bytes, 5000);
    const text = body.toString('latin1');
    for (const part of [
      'name="file_name"\r\n\r\nname.zip',
      'name="path"\r\n\r\nstatic/internal',
      'name="task_id"\r\n\r\n0',
      'filename="name.zip"',
    ]) {
      expect(text).toContain(part);
    }
    expect(body.includes(Buffer.concat([Buffer.from('application/zip\r\n\r\n'), bytes, Buffer.from('\r\n--')]))).toBe(
      true,
    );
  });

  test('an upload that is too large, or not taken', async () => {
    await expect((await answering(413, '')).upload('x', Buffer.from('1'), 5000)).rejects.toMatchObject({
      id: 'upload-too-large',
    });
    const refused = await answering(200, '{"result": {"status": 5, "data": null}}');
    await expect(refused.upload('x', Buffer.from('1'), 5000)).rejects.toMatchObject({
      id: 'upload-refused',
      message: expect.stringContaining('status 5 (not logged in)'),
    });
  });
});
