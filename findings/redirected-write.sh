#!/usr/bin/env bash
# Octokit and a write that a server redirects. Needs Node 20.19 or newer.
# Guess, before it ran: octokit throws for a redirect that it does not follow, and repeats a POST that it does follow.
# Came out: after 301 and 302 the POST turns into a GET (the fetch standard says so) and resolves with its answer, so a
# caller that looks at the status alone believes that it has written. After 307 and 308 the POST is repeated.
# GitHub redirects writes to a renamed repository with 307; a proxy in front of an Enterprise Server may say 301.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit @octokit/core@7.0.8 @octokit/request@10.0.14
cat > run.mjs <<'JS'
import { createServer } from "node:http";
import { Octokit } from "@octokit/core";

let seen = [];
const server = createServer((request, response) => {
  request.resume().on("end", () => {
    seen.push(`${request.method} ${request.url}`);
    const [, status] = request.url.match(/^\/repos\/o\/r(\d+)\/issues$/) ?? [];
    const headers = { "content-type": "application/json" };
    if (status) return response.writeHead(Number(status), { ...headers, location: "/repositories/1/issues" }).end("{}");
    const made = request.method === "POST";
    response.writeHead(made ? 201 : 200, headers).end(made ? '{"id":7}' : "[]");
  });
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const octokit = new Octokit({ baseUrl: `http://127.0.0.1:${server.address().port}` });
const got = [];
for (const status of [301, 302, 307, 308]) {
  seen = [];
  const answer = await octokit.request(`POST /repos/o/r${status}/issues`, { title: "x" });
  got.push(`${status}: ${answer.status} ${JSON.stringify(answer.data)}, last request ${seen.at(-1)?.split(" ")[0]}`);
}
server.close();
console.log(`@octokit/core 7.0.8, Node ${process.version}`);
console.log(got.join("\n"));
const expected = [
  "301: 200 [], last request GET",
  "302: 200 [], last request GET",
  '307: 201 {"id":7}, last request POST',
  '308: 201 {"id":7}, last request POST',
];
process.exit(got.join("\n") === expected.join("\n") ? 0 : 1);
JS
node run.mjs
