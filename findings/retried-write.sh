#!/usr/bin/env bash
# The retry plugin of octokit, which Probot installs too, and a write whose answer is lost. Needs Node 20.19 or newer; runs 6 seconds.
# Guess, before it ran: a comment is posted once. The plugin repeats what may be repeated, GET and perhaps PUT, and throws the 502
# of a POST to the caller, since nobody knows whether GitHub has written it.
# Came out: it repeats every method three times, up to 14 seconds long. A server that writes and then answers 502, as GitHub does at
# times, has two comments after one call, which resolves with 201 and says nothing of the first. `retries: 0` on the request keeps
# it from that.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit @octokit/core@7.0.8 @octokit/plugin-retry@8.1.1
cat > run.mjs <<'JS'
import { createServer } from "node:http";
import { Octokit } from "@octokit/core";
import { retry } from "@octokit/plugin-retry";

const comments = [];
let answers = 0;
const server = createServer((request, response) => {
  let text = "";
  request.on("data", (bytes) => { text += bytes; });
  request.on("end", () => {
    comments.push(JSON.parse(text).body);
    const lost = answers++ === 0;
    response.writeHead(lost ? 502 : 201, { "content-type": "application/json" });
    response.end(lost ? '{"message":"Server Error"}' : JSON.stringify({ id: comments.length }));
  });
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const octokit = new (Octokit.plugin(retry))({ baseUrl: `http://127.0.0.1:${server.address().port}`, log: console });
const got = [];
for (const request of [{}, { retries: 0 }]) {
  comments.length = answers = 0;
  const status = await octokit
    .request("POST /repos/o/r/issues/1/comments", { body: "hello", request })
    .then((answer) => answer.status, (error) => `error ${error.status}`);
  got.push(`${JSON.stringify(request)}: ${status}, ${comments.length} written`);
}
server.close();
console.log(`@octokit/core 7.0.8, @octokit/plugin-retry 8.1.1, Node ${process.version}`);
console.log(got.join("\n"));
process.exit(got.join("\n") === '{}: 201, 2 written\n{"retries":0}: error 502, 1 written' ? 0 : 1);
JS
node run.mjs
