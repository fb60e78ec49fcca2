/** A TCP proxy whose connections can be cut. */
import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export interface CutProxy {
  port: number;
  /** Ends every connection at once. */
  cut(): void;
  /** Nothing is carried any more, in one direction or in both; nobody is told. */
  freeze(what?: 'requests' | 'answers'): void;
  /** New connections are closed as soon as they are made, until `mend`. */
  refuse(): void;
  mend(): void;
  /** Carries so many bytes a second to the server, or as many as come. */
  slow(bytesPerSecond: number | undefined): void;
  close(): Promise<void>;
}

/** @param port of 127.0.0.1 that it leads to. */
export async function startCutProxy(port: number): Promise<CutProxy> {
  const open = new Set<Socket>();
  const requests = new Set<Socket>();
  const answers = new Set<Socket>();
  let refusing = false;
  let rate: number | undefined;
  const server = createServer((client) => {
    if (refusing) return client.destroy();
    const target = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      open.add(from);
      from.on('error', () => {});
      (from === client ? requests : answers).add(from);
      from.on('close', () => {
        for (const sockets of [open, requests, answers]) sockets.delete(from);
        to.destroy();
      });
      if (from === target) from.pipe(to);
      else from.pipe(paced(() => rate)).pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: address.port,
    cut,
    freeze: (what) => {
      for (const socket of what === 'requests' ? requests : what === 'answers' ? answers : open) {
        socket.unpipe();
        socket.pause();
      }
    },
    refuse: () => {
      refusing = true;
    },
    mend: () => {
      refusing = false;
    },
    slow: (bytesPerSecond) => {
      rate = bytesPerSecond;
    },
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function paced(rate: () => number | undefined): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const bytesPerSecond = rate();
      if (bytesPerSecond === undefined) done(null, chunk);
      else setTimeout(() => done(null, chunk), (chunk.length / bytesPerSecond) * 1000);
    },
  });
}
