/** What comes of the bodies of GitHub's answers, as octokit hands them on. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GitHubClient } from "../../../src/github/client/github-client.js";
import { SurefootOctokit } from "../../../src/github/client/surefoot-octokit.js";
import { fetchBytes } from "../../../src/github/load/contents/read-blob.js";
import { makeClient } from "../make-client.js";
import { createRepository } from "../stand-in/repository.js";
import { type StandIn, startStandIn } from "../stand-in/stand-in.js";

// A mark, bytes that are no UTF-8, and each of base64's shapes.
const FILES = [
  Buffer.from("\uFEFFa: 1\n"),
  Buffer.from([0xff, 0xfe, 0x00, 0x80]),
  Buffer.from("a"),
  Buffer.alloc(0),
];

let standIn: StandIn;
let oids: string[];

beforeEach(async () => {
  const repository = createRepository();
  const commit = repository.commit(Object.fromEntries(FILES.map((bytes, index) => [`f${index}`, bytes])));
  oids = FILES.map((_, index) => repository.commits.get(commit)!.files.get(`f${index}`)!.oid);
  standIn = await startStandIn(repository);
});
afterEach(() => standIn.close());

const CLIENTS: [string, () => GitHubClient][] = [
  ["the App's", () => new SurefootOctokit({ auth: { token: "t" }, baseUrl: standIn.apiUrl }) as GitHubClient],
  ["a workflow's", () => makeClient({ token: "t", apiUrl: standIn.apiUrl })],
];

describe.each(CLIENTS)("an answer that %s client takes", (_, client) => {
  const ask = async (fault: { body?: unknown; status?: number; headers?: Record<string, string> }) => {
    standIn.faults.push({ on: /pulls/, status: 200, ...fault });
    return client().request("GET /repos/o/r/pulls/1", { request: { retries: 0 } });
  };

  it("is what the JSON says, and its address is kept", async () => {
    const body = { number: 7, text: '"12345678901234567890n"', list: [1.5, -2, null, true] };
    const { data, url } = await ask({ body });
    expect(data).toEqual(body);
    expect(url).toMatch(/\/repos\/o\/r\/pulls\/1$/);
  });

  it("is a text where it is none, and where its type is another", async () => {
    const { data } = await ask({ body: "<html>", headers: { "content-type": "text/html" } });
    expect(data).toBe('"<html>"');
  });

  it("is nothing where there is nothing", async () => {
    expect(await ask({ status: 204 })).toMatchObject({ status: 204, data: "" });
  });

  it("is a failure with GitHub's words where it is one", async () => {
    await expect(ask({ status: 422, body: { message: "Validation Failed" } })).rejects.toThrow(
      "Validation Failed",
    );
  });

  it("is a file's bytes as they are", async () => {
    const [{ owner, name: repo }] = standIn.repositories as [StandIn["repositories"][number]];
    for (const [index, oid] of oids.entries())
      expect(Buffer.from(await fetchBytes(client(), { owner, repo }, oid))).toEqual(FILES[index]);
  });

  it("is a file's bytes where they come in base64", async () => {
    const content = Buffer.from(FILES[1]!).toString("base64");
    standIn.faults.push({ on: /blobs/, status: 200, body: { content, encoding: "base64" } });
    expect(Buffer.from(await fetchBytes(client(), { owner: "o", repo: "r" }, "1".repeat(40)))).toEqual(
      FILES[1],
    );
  });
});
