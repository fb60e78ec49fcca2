/** A small proxy in front of gunicorn, as production has one: TLS, a Basic login, connections that it cuts. */

import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import type { Certificates } from './certificate.ts';

export interface FrontOptions {
  /** Terminates TLS with these. */
  tls?: Certificates;
  /** `user:password` that it asks for. */
  basic?: string;
  /** Milliseconds after which the connection of the import call is closed, while the server goes on. */
  cutImportAfter?: number;
  /** Told when the import call passes; the call goes on when this ends. */
  onImport?: () => void | Promise<void>;
}

export interface Front {
  /** Root with a slash. */
  url: string;
  /** The same with a login. */
  urlWith(login: string): string;
  /** Names of uploaded files, in order. */
  uploads: string[];
  /** Settles when the server behind has answered every import call so far. */
  importsAnswered(): Promise<void>;
  close(): Promise<void>;
}

export async function startFront(backend: string, options: FrontOptions = {}): Promise<Front> {
  const uploads: string[] = [];
  const imports: Promise<unknown>[] = [];
  const handle = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const expected = options.basic && `Basic ${Buffer.from(options.basic).toString('base64')}`;
    if (expected && request.headers.authorization !== expected) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="office"', 'content-type': 'text/html' });
      response.end('<html><body>401 Authorization Required</body></html>');
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const uploaded = /name="file_name"\r\n\r\n(.+?)\r\n/.exec(body.toString('latin1'))?.[1];
    if (uploaded) uploads.push(uploaded);
    const isImport = body.includes('"server_import_task"');
    if (isImport) {
      void options.onImport?.();
      if (options.cutImportAfter !== undefined) setTimeout(() => request.socket.destroy(), options.cutImportAfter);
    }
    const answered = forward(backend, request, body, response);
    if (isImport) imports.push(answered);
    await answered;
  };
  const listener = (request: http.IncomingMessage, response: http.ServerResponse) => {
    handle(request, response).catch(() => request.socket.destroy());
  };
  const { tls } = options;
  const server = tls
    ? https.createServer({ cert: tls.certificate, key: tls.key }, listener)
    : http.createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const scheme = tls ? 'https' : 'http';
  return {
    url: `${scheme}://127.0.0.1:${port}/`,
    urlWith: (login) => `${scheme}://${login}@127.0.0.1:${port}/`,
    uploads,
    importsAnswered: async () => void (await Promise.allSettled(imports)),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Passes one request on, and its answer back where somebody still listens. */
async function forward(
  backend: string,
  request: http.IncomingMessage,
  body: Buffer,
  response: http.ServerResponse,
): Promise<void> {
  const { authorization: _, 'transfer-encoding': __, ...headers } = request.headers;
  const outgoing = http.request(new URL(request.url ?? '/', backend), {
    method: request.method ?? 'GET',
    headers: { ...headers, 'content-length': String(body.length) },
    agent: false,
  });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [http.IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const { 'transfer-encoding': ___, connection: ____, ...back } = incoming.headers;
  response.writeHead(incoming.statusCode ?? 502, back);
  response.end(Buffer.concat(parts));
}
