import { beforeEach, describe, expect, it } from "vitest";
import { GitHubFailure } from "../../src/github/client/github-failure.js";
import { createLogger } from "../../src/server/logger.js";
import { PRIVATE_KEY } from "../github/harness.js";

let lines: string[];
let log: ReturnType<typeof createLogger>;
const MARKER = "marker-of-a-payload";

beforeEach(() => {
  lines = [];
  const secrets = ["the-webhook-secret", PRIVATE_KEY];
  log = createLogger({ logLevel: "trace", logFormat: "json", secrets, write: (line) => lines.push(line) });
});

const written = (): string => lines.join("");

describe("what is written", () => {
  it("is one line of JSON with the fields that are known to be harmless", () => {
    log.info({ owner: "octo", pull: 7, ms: 12 }, "Reviewed");
    expect(lines).toHaveLength(1);
    expect(JSON.parse(written())).toMatchObject({
      level: "info",
      owner: "octo",
      pull: 7,
      ms: 12,
      msg: "Reviewed",
    });
  });

  it("names GitHub's refusal and where a bug of ours is", () => {
    const refusal = Object.assign(new Error(MARKER), {
      status: 403,
      response: { data: { message: "Resource not accessible by integration" } },
    });
    log.error(
      { err: new GitHubFailure("Posting the review: HTTP 403", { retryable: false, cause: refusal }) },
      "A job failed",
    );
    log.error({ err: new TypeError(MARKER) }, "A job failed");
    expect(written()).toContain("Posting the review: HTTP 403");
    expect(written()).toContain("Resource not accessible by integration");
    expect(written()).toContain("logger.test.ts");
    expect(written()).not.toContain(MARKER);
  });
});

describe("what is never written", () => {
  it.each<[string, () => void]>([
    [
      "a payload beside an error, as Probot logs it",
      () => log.error(Object.assign(new Error("x"), { event: { payload: MARKER } })),
    ],
    ["an error's own words", () => log.error(new Error(MARKER))],
    [
      "the words of an error inside another",
      () => log.error(new AggregateError([new SyntaxError(MARKER)], MARKER)),
    ],
    [
      "a message of JSON.parse in a stack",
      () => {
        try {
          JSON.parse(`"${MARKER}`);
        } catch (error) {
          log.error(error);
        }
      },
    ],
    [
      "a webhook, as Probot logs it at the level debug",
      () => log.debug({ event: { payload: MARKER } }, "Webhook received"),
    ],
    [
      "a request's body, as octokit's plugin logs it",
      () => log.debug({ body: MARKER, title: MARKER }, "GitHub request"),
    ],
    ["a child's fields", () => log.child({ name: "x" }).warn({ payload: MARKER }, "x")],
    ["what would be filled into a message", () => log.info("%s", MARKER)],
    [
      "an object in a harmless field",
      () => log.info({ event: { MARKER }, owner: { login: MARKER } } as object, "x"),
    ],
  ])("%s", (_, write) => {
    write();
    expect(lines.length).toBeGreaterThan(0);
    expect(written()).not.toContain(MARKER);
  });

  it.each([
    ["the webhook's secret", "the-webhook-secret"],
    ["the key", PRIVATE_KEY],
    [
      "a key of someone else's",
      "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----",
    ],
    ["an installation's token", `ghs_${"a1B2".repeat(9)}`],
    ["a JSON web token", "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjF9.c2lnbmF0dXJl"],
  ])("%s, even inside a message", (_, secret) => {
    log.warn({ reason: `before ${secret} after` }, `message ${secret} ends`);
    expect(lines).toHaveLength(1);
    const probe = secret.includes("\n") ? secret.split("\n")[1]! : secret;
    expect(written()).not.toContain(probe);
    expect(() => JSON.parse(written())).not.toThrow();
  });
});

it("is readable on a terminal where that is asked for", () => {
  const pretty = createLogger({
    logLevel: "info",
    logFormat: "pretty",
    secrets: [],
    write: (line) => lines.push(line),
  });
  pretty.info({ pull: 7 }, "Reviewed");
  expect(written()).toMatch(/^\d\d:\d\d:\d\d info {2}Reviewed pull=7\n$/);
});
