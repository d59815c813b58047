#!/usr/bin/env node
// Takes the requests that this project makes out of GitHub's OpenAPI description, for the tests to hold ours against.
// The package with the description has 385 MB, so it is no dependency; install it elsewhere and name its file:
//
//   npm install --prefix <folder> @octokit/openapi@23.0.2
//   node scripts/extract-openapi.mjs <folder>/node_modules/@octokit/openapi
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

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
];

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node scripts/extract-openapi.mjs <path of the package @octokit/openapi>");
  process.exit(2);
}

const read = (path) => JSON.parse(readFileSync(join(folder, path), "utf8"));
const { version } = read("package.json");
const description = read("generated/api.github.com.deref.json");

const endpoints = Object.fromEntries(
  ENDPOINTS.map((endpoint) => {
    const [method, path] = endpoint.split(" ");
    const operation = description.paths[path]?.[method.toLowerCase()];
    if (operation === undefined) throw new Error(`GitHub describes no ${endpoint}`);
    return [
      endpoint,
      {
        parameters: operation.parameters.map(({ name, in: place, required = false, schema }) => ({
          name,
          in: place,
          required,
          schema: bare(schema),
        })),
        body: bare(operation.requestBody?.content["application/json"].schema ?? null),
      },
    ];
  }),
);

const fixture = {
  source: `@octokit/openapi ${version}, generated/api.github.com.deref.json`,
  license: "MIT, Copyright (c) 2020 Octokit contributors",
  endpoints,
};
const target = fileURLToPath(new URL("../test/fixtures/github-openapi.json", import.meta.url));
writeFileSync(target, `${JSON.stringify(fixture, null, 2)}\n`);
console.log(`${Object.keys(endpoints).length} endpoints written to ${target}`);

// What a validator does not read only makes the file long.
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
  return value !== null && typeof value === "object" && !Array.isArray(value) && "type" in value;
}
