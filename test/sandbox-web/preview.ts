/** `npx tsx test/sandbox-web/preview.ts [sample …]`: the page with a sample pull request, to look at while one works on it. */
import Fastify from "fastify";
import { registerPullRequestPage } from "../../sandbox/web/page.js";
import { openFixture, sampleFiles, seedFiles } from "./fixture-pull-request.js";

const SAMPLES = [
  "two-containers-none-gated",
  "grpc-beside-http",
  "no-hunk-line-for-the-insertion",
  "renamed-file-and-edited",
  "syntax-error-beside-a-good-document",
];

const named = process.argv.slice(2);
const files = [...(await seedFiles()), ...(await sampleFiles(named.length > 0 ? named : SAMPLES))];
const server = Fastify({ forceCloseConnections: true });
const fixture = openFixture(files, 2_000);
registerPullRequestPage(server, fixture);
const { owner, repo, number } = fixture.view;
const address = await server.listen({ host: "127.0.0.1", port: Number(process.env.PORT ?? 0) });
console.log(`${address}/${owner}/${repo}/pull/${number}`);
