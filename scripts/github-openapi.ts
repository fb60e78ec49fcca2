/**
 * Writes test/lab/github/openapi.json: of GitHub's published OpenAPI description the operations that this project uses, with
 * everything they refer to, without prose and examples. The description is taken from the npm package @octokit/openapi,
 * which is too large to depend on.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Json, jsonOfPackage, type Objects, withoutProse } from './published.ts';

const VERSION = '23.0.2';
const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/comments/{comment_id}': ['patch'],
  '/repos/{owner}/{repo}/deployments': ['get', 'post'],
  '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses': ['get', 'post'],
  '/repos/{owner}/{repo}/git/trees/{tree_sha}': ['get'],
  '/repos/{owner}/{repo}/contents/{path}': ['get'],
};
const TARGET = fileURLToPath(new URL('../test/lab/github/openapi.json', import.meta.url));

/** OpenAPI wants a description of every response. */
function describeResponses(responses: Objects): void {
  for (const response of Object.values(responses)) {
    if (response && typeof response === 'object' && !Array.isArray(response) && !('$ref' in response))
      response.description = '';
  }
}

/** Names of all components that a value refers to: `schemas/issue-comment`. */
function references(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '$ref' && typeof inner === 'string' ? [inner.replace('#/components/', '')] : references(inner),
  );
}

const whole = jsonOfPackage(`@octokit/openapi@${VERSION}`, 'generated/api.github.com.json') as {
  openapi: string;
  paths: Record<string, Objects>;
  components: Record<string, Objects>;
};
const paths: Record<string, Objects> = {};
for (const [path, methods] of Object.entries(OPERATIONS)) {
  const found: Objects = {};
  for (const method of methods) {
    const operation = withoutProse(whole.paths[path]?.[method] ?? null) as Objects | null;
    if (operation === null) throw new Error(`There is no ${method} ${path}.`);
    describeResponses(operation.responses as Objects);
    found[method] = operation;
  }
  paths[path] = found;
}
const components: Record<string, Objects> = {};
const open = references(paths as Json);
for (let reference = open.pop(); reference !== undefined; reference = open.pop()) {
  const [kind = '', name = ''] = reference.split('/');
  if (components[kind]?.[name] !== undefined) continue;
  const component = withoutProse(whole.components[kind]?.[name] ?? null);
  if (component === null) throw new Error(`There is no component ${reference}.`);
  if (kind === 'responses') describeResponses({ component });
  components[kind] = { ...components[kind], [name]: component };
  open.push(...references(component));
}
const info = { title: "The part of GitHub's REST API that is used", version: `@octokit/openapi ${VERSION}` };
writeFileSync(TARGET, `${JSON.stringify({ openapi: whole.openapi, info, paths, components }, null, 1)}\n`);
