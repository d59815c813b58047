#!/usr/bin/env node
// Takes the requests that this project makes, and the webhooks that it is sent, out of GitHub's own descriptions: the
// tests hold ours against them. The packages have 420 MB, so they are no dependency; install them elsewhere and name
// the folder:
//
//   npm install --prefix <folder> @octokit/openapi@23.0.2 @octokit/openapi-webhooks@12.1.0
//   node scripts/extract-openapi.mjs <folder>/node_modules/@octokit
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// The first are what the App calls; the sandbox answers all of them.
const ENDPOINTS = [
  "GET /repos/{owner}/{repo}/compare/{basehead}",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
  "GET /repos/{owner}/{repo}/git/blobs/{file_sha}",
  "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
  "POST /repos/{owner}/{repo}/check-runs",
  "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
  "POST /app/installations/{installation_id}/access_tokens",
  "GET /app/installations",
  "GET /installation/repositories",
  "GET /app",
  "GET /app/installations/{installation_id}",
  "GET /app/hook/deliveries",
  "GET /app/hook/deliveries/{delivery_id}",
  "POST /app/hook/deliveries/{delivery_id}/attempts",
  "GET /rate_limit",
  "GET /repos/{owner}/{repo}",
  "GET /repos/{owner}/{repo}/installation",
  "GET /repos/{owner}/{repo}/commits/{ref}",
  "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
  "GET /repos/{owner}/{repo}/commits/{ref}/check-suites",
  "GET /repos/{owner}/{repo}/contents/{path}",
  "PUT /repos/{owner}/{repo}/contents/{path}",
  "GET /repos/{owner}/{repo}/git/ref/{ref}",
  "POST /repos/{owner}/{repo}/git/refs",
  "PATCH /repos/{owner}/{repo}/git/refs/{ref}",
  "DELETE /repos/{owner}/{repo}/git/refs/{ref}",
  "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
  "GET /repos/{owner}/{repo}/pulls",
  "POST /repos/{owner}/{repo}/pulls",
  "PATCH /repos/{owner}/{repo}/pulls/{pull_number}",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments",
  "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies",
  "GET /repos/{owner}/{repo}/check-runs/{check_run_id}",
  "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations",
  "POST /repos/{owner}/{repo}/check-runs/{check_run_id}/rerequest",
  "POST /repos/{owner}/{repo}/check-suites/{check_suite_id}/rerequest",
  "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
];

const WEBHOOKS =
  /^(pull-request-(opened|synchronize|reopened|closed|edited|ready-for-review|converted-to-draft)|push|check-(run|suite)-[\w-]+|merge-group-[\w-]+|issue-comment-(created|edited)|installation-(created|new-permissions-accepted)|installation-repositories-added|pull-request-review-(submitted|comment-created|thread-(un)?resolved))$/;

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error(
    "usage: node scripts/extract-openapi.mjs <folder that holds the packages openapi and openapi-webhooks>",
  );
  process.exit(2);
}

const read = (path) => JSON.parse(readFileSync(join(folder, path), "utf8"));
const license = "MIT, Copyright (c) 2020 Octokit contributors";

writeRest();
writeWebhooks();

function writeRest() {
  const { version } = read("openapi/package.json");
  const whole = read("openapi/generated/api.github.com.deref.json");
  const withReferences = read("openapi/generated/api.github.com.json");
  const components = collector(withReferences);
  const endpoints = Object.fromEntries(
    ENDPOINTS.map((endpoint) => [
      endpoint,
      {
        ...describeRequest(operationOf(whole, endpoint)),
        responses: describeResponses(operationOf(withReferences, endpoint), withReferences, components.take),
      },
    ]),
  );
  const source = `@octokit/openapi ${version}, generated/api.github.com.deref.json and api.github.com.json`;
  write("github-openapi.json", { source, license, endpoints, ...components.taken() });
}

function writeWebhooks() {
  const { version } = read("openapi-webhooks/package.json");
  const description = read("openapi-webhooks/generated/api.github.com.json");
  const components = collector(description);
  const names = Object.keys(description.webhooks).filter((name) => WEBHOOKS.test(name));
  const webhooks = Object.fromEntries(
    names.map((name) => [
      name,
      components.take(bare(description.webhooks[name].post.requestBody.content["application/json"].schema)),
    ]),
  );
  const source = `@octokit/openapi-webhooks ${version}, generated/api.github.com.json`;
  write("github-webhooks.json", { source, license, webhooks, ...components.taken() });
}

function operationOf(description, endpoint) {
  const [method, path] = endpoint.split(" ");
  const operation = description.paths[path]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`GitHub describes no ${endpoint}`);
  return operation;
}

function describeRequest(operation) {
  return {
    parameters: (operation.parameters ?? []).map(({ name, in: place, required = false, schema }) => ({
      name,
      in: place,
      required,
      schema: bare(schema),
    })),
    body: bare(operation.requestBody?.content["application/json"].schema ?? null),
  };
}

// Returns GitHub's answer where it does as asked, and the other statuses with which it may answer.
function describeResponses(operation, description, take) {
  return Object.fromEntries(
    Object.entries(operation.responses).map(([status, response]) => {
      const found = response.$ref === undefined ? response : resolve(description, response.$ref);
      const content = Object.entries(found.content ?? {}).find(([type]) =>
        /^application\/(\w+\+)?json$/.test(type),
      );
      return [status, Number(status) < 300 && content !== undefined ? take(bare(content[1].schema)) : null];
    }),
  );
}

// Gathers the schemas that a taken one refers to, and those that these refer to.
function collector(description) {
  const schemas = {};
  const take = (schema) => {
    for (const reference of JSON.stringify(schema).match(/#\/components\/schemas\/[\w-]+/g) ?? []) {
      const name = reference.split("/").at(-1);
      if (name in schemas) continue;
      schemas[name] = bare(resolve(description, reference));
      take(schemas[name]);
    }
    return schema;
  };
  return { take, taken: () => ({ components: { schemas } }) };
}

function resolve(description, reference) {
  return reference
    .split("/")
    .slice(1)
    .reduce((part, key) => part[key], description);
}

// Drops what a validator does not read: it only makes the file long.
function bare(schema) {
  if (Array.isArray(schema)) return schema.map(bare);
  if (schema === null || typeof schema !== "object") return schema;
  const left = Object.entries(schema).filter(
    ([key, value]) =>
      !(["description", "example", "examples"].includes(key) && !isSchema(value)) && !key.startsWith("x-"),
  );
  return Object.fromEntries(left.map(([key, value]) => [key, bare(value)]));
}

// A property may itself be called "description".
function isSchema(value) {
  return (
    value !== null &&
    typeof value === "object" &&
    !Array.isArray(value) &&
    ("type" in value || "$ref" in value)
  );
}

function write(name, fixture) {
  const target = fileURLToPath(new URL(`../test/fixtures/${name}`, import.meta.url));
  writeFileSync(target, `${JSON.stringify(fixture, null, 1)}\n`);
  console.log(`${name}: ${Object.keys(fixture.endpoints ?? fixture.webhooks).length} entries`);
}
