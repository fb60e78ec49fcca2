/**
 * GitHub's REST API as far as it is used, on loopback: it keeps comments, deployments and commits in memory, and holds every
 * request and answer against GitHub's published description (openapi.json, made by scripts/github-openapi.ts).
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import addFormats from 'ajv-formats';
import { type Context, OpenAPIBackend } from 'openapi-backend';
import definition from './openapi.json' with { type: 'json' };

export interface Comment {
  id: number;
  issue: number;
  author: string;
  body: string;
}

export interface Deployment {
  id: number;
  sha: string;
  task: string;
  environment: string;
  payload: unknown;
  statuses: Record<string, string>[];
}

/** An answer in place of the right one; `hang`: none; undefined: the right one. */
export type Fault = { status: number; headers?: Record<string, string>; message?: string } | 'hang' | undefined;

export interface GitHubStub {
  /** For GITHUB_API_URL. */
  url: string;
  /** `write`, `read` (of a fork), or what is wrong with the token. */
  rights: 'write' | 'read' | 'none';
  comments: Comment[];
  deployments: Deployment[];
  /** By commit and path. */
  commits: Map<string, Map<string, Uint8Array>>;
  /** Asked before each request. */
  fault: (method: string, path: string) => Fault;
  /** Does the work, and cuts the connection in place of its answer. */
  loseAnswer: (method: string) => boolean;
  /** Operations, in order. */
  asked: string[];
  /** What did not match the description; must stay empty. */
  mismatches: string[];
  stop(): Promise<void>;
}

const TOKEN_FORMAT = /^(token|bearer) \S+$/i;
const NOW = '2026-01-01T00:00:00Z';
const LARGEST_COMMENT = 65_536;

interface Answer {
  status: number;
  body: unknown;
  /** Sent as it is, with the content type that GitHub gives to raw files. */
  raw?: Uint8Array;
}

const message = (status: number, text: string): Answer => ({
  status,
  body: { message: text, documentation_url: 'https://docs.github.com/rest' },
});

export async function startGitHub(): Promise<GitHubStub> {
  const open = new Set<ServerResponse>();
  const stub: GitHubStub = {
    url: '',
    rights: 'write',
    comments: [],
    deployments: [],
    commits: new Map(),
    fault: () => undefined,
    loseAnswer: () => false,
    asked: [],
    mismatches: [],
    stop: async () => {
      for (const response of open) response.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const api = await describedApi(stub);
  const server = createServer((request, response) => {
    open.add(response);
    response.on('close', () => open.delete(response));
    void answer(stub, api, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return stub;
}

async function answer(stub: GitHubStub, api: OpenAPIBackend, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', stub.url);
  const method = request.method ?? 'GET';
  const send = (status: number, headers: Record<string, string>, body: string | Uint8Array) =>
    response.writeHead(status, headers).end(body);
  const json = { 'content-type': 'application/json; charset=utf-8' };
  const fault = stub.fault(method, url.pathname);
  if (fault === 'hang') return;
  if (fault) {
    const { status, headers, message: text = 'It is broken' } = fault;
    send(status, { ...json, ...headers }, JSON.stringify({ message: text }));
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const result: Answer = await api.handleRequest({
    method,
    path: url.pathname,
    query: url.search.slice(1),
    headers: request.headers as Record<string, string>,
    body: text === '' ? undefined : text,
  });
  if (stub.loseAnswer(method)) {
    response.destroy();
    return;
  }
  if (result.raw) {
    send(result.status, { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' }, result.raw);
    return;
  }
  send(result.status, json, JSON.stringify(result.body));
}

async function describedApi(stub: GitHubStub): Promise<OpenAPIBackend> {
  const rightsOf = ({ request, operation }: Context): Answer | undefined => {
    const token = String(request.headers.authorization ?? '');
    if (!TOKEN_FORMAT.test(token) || stub.rights === 'none') return message(401, 'Bad credentials');
    if (stub.rights === 'read' && operation.method !== 'get')
      return message(403, 'Resource not accessible by integration');
    return undefined;
  };
  const handlers: Record<string, (context: Context) => Answer> = {
    'issues/list-comments': (context) => ({ status: 200, body: page(context, commentsOf(stub, context)) }),
    'issues/create-comment': (context) => createComment(stub, context),
    'issues/update-comment': (context) => updateComment(stub, context),
    'repos/list-deployments': (context) => {
      const { sha } = context.request.query;
      const found = stub.deployments.filter((each) => sha === undefined || each.sha === sha).reverse();
      return {
        status: 200,
        body: page(
          context,
          found.map((each) => deploymentOf(stub, each)),
        ),
      };
    },
    'repos/create-deployment': (context) => createDeployment(stub, context),
    'repos/list-deployment-statuses': (context) =>
      withDeployment(stub, context, ({ id, statuses }) => ({
        status: 200,
        body: page(context, statuses.map((status) => statusOf(stub, id, status)).reverse()),
      })),
    'repos/create-deployment-status': (context) =>
      withDeployment(stub, context, ({ id, statuses }) => {
        statuses.push(context.request.requestBody);
        return { status: 201, body: statusOf(stub, id, context.request.requestBody) };
      }),
    'git/get-tree': (context) => tree(stub, context),
    'repos/get-content': (context) => content(stub, context),
  };
  const checked =
    (name: string, handler: (context: Context) => Answer) =>
    (context: Context): Answer => {
      stub.asked.push(name);
      const refusal = rightsOf(context);
      if (refusal) return refusal;
      const result = handler(context);
      if (result.raw) return result;
      const { errors } = context.api.validateResponse(result.body, context.operation, result.status);
      if (errors) stub.mismatches.push(`answer ${result.status} of ${name}: ${JSON.stringify(errors)}`);
      return result;
    };
  const api = new OpenAPIBackend({
    definition: definition as never,
    quick: true,
    ajvOpts: { strict: false },
    customizeAjv: (ajv) => addFormats.default(ajv as never) as never,
    handlers: {
      ...Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, checked(name, handler)])),
      notFound: ({ request }: Context): Answer => {
        stub.mismatches.push(`no operation ${request.method} ${request.path}`);
        return message(404, 'Not Found');
      },
      validationFail: ({ operation, validation }: Context): Answer => {
        stub.mismatches.push(`request ${operation.operationId}: ${JSON.stringify(validation.errors)}`);
        return message(422, 'Validation Failed');
      },
    },
  });
  await api.init();
  return api;
}

function page<T>({ request }: Context, list: readonly T[]): T[] {
  const [size, number] = [Number(request.query.per_page ?? 30), Number(request.query.page ?? 1)];
  return list.slice(size * (number - 1), size * number);
}

function person(login: string) {
  const url = `https://api.github.com/users/${encodeURIComponent(login)}`;
  const urls = ['followers', 'following', 'gists', 'starred', 'subscriptions', 'organizations', 'repos', 'events'];
  return {
    login,
    id: 1,
    node_id: 'x',
    avatar_url: url,
    gravatar_id: '',
    url,
    html_url: url,
    ...Object.fromEntries([...urls, 'received_events'].map((name) => [`${name}_url`, url])),
    type: 'Bot',
    site_admin: false,
  };
}

function commentOf({ url }: GitHubStub, { id, issue, author, body }: Comment) {
  const here = `${url}/comments/${id}`;
  return {
    id,
    node_id: `c${id}`,
    url: here,
    html_url: here,
    issue_url: `${url}/issues/${issue}`,
    body,
    user: person(author),
    created_at: NOW,
    updated_at: NOW,
    author_association: 'NONE',
  };
}

function commentsOf(stub: GitHubStub, { request }: Context) {
  return stub.comments
    .filter(({ issue }) => issue === Number(request.params.issue_number))
    .map((comment) => commentOf(stub, comment));
}

function createComment(stub: GitHubStub, { request }: Context): Answer {
  const { body } = request.requestBody as { body: string };
  if (body.length > LARGEST_COMMENT)
    return message(422, 'Validation Failed: body is too long (maximum is 65536 characters)');
  const id = stub.comments.length + 1;
  const made = { id, issue: Number(request.params.issue_number), author: 'github-actions[bot]', body };
  stub.comments.push(made);
  return { status: 201, body: commentOf(stub, made) };
}

function updateComment(stub: GitHubStub, { request }: Context): Answer {
  const { body } = request.requestBody as { body: string };
  const found = stub.comments.find(({ id }) => id === Number(request.params.comment_id));
  if (!found) return message(404, 'Not Found');
  if (body.length > LARGEST_COMMENT)
    return message(422, 'Validation Failed: body is too long (maximum is 65536 characters)');
  found.body = body;
  return { status: 200, body: commentOf(stub, found) };
}

function deploymentOf({ url }: GitHubStub, { id, sha, task, environment, payload }: Deployment) {
  const here = `${url}/repos/owner/repo/deployments/${id}`;
  return {
    url: here,
    id,
    node_id: `d${id}`,
    sha,
    ref: sha,
    task,
    payload,
    original_environment: environment,
    environment,
    description: null,
    creator: person('github-actions[bot]'),
    created_at: NOW,
    updated_at: NOW,
    statuses_url: `${here}/statuses`,
    repository_url: `${url}/repos/owner/repo`,
    production_environment: true,
  };
}

function statusOf({ url }: GitHubStub, id: number, given: Readonly<Record<string, string>>) {
  const here = `${url}/repos/owner/repo/deployments/${id}`;
  return {
    url: `${here}/statuses/1`,
    id: 1,
    node_id: 's',
    creator: person('github-actions[bot]'),
    description: '',
    environment: '',
    target_url: given.log_url,
    created_at: NOW,
    updated_at: NOW,
    deployment_url: here,
    repository_url: `${url}/repos/owner/repo`,
    ...given,
  };
}

function createDeployment(stub: GitHubStub, { request }: Context): Answer {
  const { ref, task, environment, payload } = request.requestBody;
  const id = stub.deployments.length + 1;
  const made: Deployment = { id, sha: ref, task, environment, payload, statuses: [] };
  stub.deployments.push(made);
  return { status: 201, body: deploymentOf(stub, made) };
}

function withDeployment(stub: GitHubStub, { request }: Context, work: (found: Deployment) => Answer): Answer {
  const found = stub.deployments.find(({ id }) => id === Number(request.params.deployment_id));
  return found ? work(found) : message(404, 'Not Found');
}

function tree({ url, commits }: GitHubStub, { request }: Context): Answer {
  const sha = String(request.params.tree_sha);
  const files = commits.get(sha);
  if (!files) return message(404, 'Not Found');
  const entries = [...files].map(([path, bytes]) => ({
    path,
    mode: '100644',
    type: 'blob',
    sha: '0'.repeat(40),
    size: bytes.length,
    url: `${url}/repos/owner/repo/git/blobs/0`,
  }));
  return {
    status: 200,
    body: { sha, url: `${url}/repos/owner/repo/git/trees/${sha}`, tree: entries, truncated: false },
  };
}

function content({ commits }: GitHubStub, { request }: Context): Answer {
  const bytes = commits.get(String(request.query.ref))?.get(decodeURIComponent(String(request.params.path)));
  if (!bytes) return message(404, 'Not Found');
  if (!/^application\/vnd\.github\.(v3\.)?raw/.test(String(request.headers.accept)))
    return message(403, 'This API returns blobs up to 1 MB in size');
  return { status: 200, body: undefined, raw: bytes };
}
