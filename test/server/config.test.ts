import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigurationError, type Environment, readConfig, withDotEnv } from "../../src/server/config.js";
import { PRIVATE_KEY } from "../github/harness.js";

const complete: Environment = {
  NODE_ENV: "production",
  APP_ID: "42",
  PRIVATE_KEY,
  WEBHOOK_SECRET: "hush",
};

function faultsOf(env: Environment): string {
  try {
    readConfig(env);
    return "";
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
}

describe("the environment of a container", () => {
  it("needs three variables and nothing else", () => {
    expect(readConfig(complete)).toEqual({
      appId: 42,
      privateKey: PRIVATE_KEY.trim(),
      webhookSecret: "hush",
      webhookPath: "/api/github/webhooks",
      host: "0.0.0.0",
      port: 3000,
      apiUrl: "https://api.github.com",
      logLevel: "info",
      logFormat: "json",
      concurrency: 4,
      reviewSeconds: 60,
      reviewMemory: 256,
      sweep: true,
      sweepMinutes: 5,
      ...{ queueUrl: null, queuePrefix: "surefoot", role: "all", metricsPort: null },
      proxy: { http: null, https: null, direct: null },
      publicUrl: null,
    });
  });

  it.each([["WEBHOOK_SECRET"], ["APP_ID"], ["PRIVATE_KEY"]])("is refused without %s, by name", (name) => {
    expect(faultsOf({ ...complete, [name]: undefined })).toMatch(new RegExp(`^${name}[^;]* is missing$`));
    expect(faultsOf({ ...complete, [name]: "  " })).toMatch(new RegExp(`^${name}[^;]* is missing$`));
  });

  it("is refused with all its faults in one line", () => {
    const message = faultsOf({ NODE_ENV: "production", PORT: "http", LOG_LEVEL: "loud" });
    for (const name of ["APP_ID", "PRIVATE_KEY", "WEBHOOK_SECRET", "PORT", "LOG_LEVEL"])
      expect(message).toContain(name);
    expect(message).not.toContain("\n");
  });

  it("is refused with a key that is none, without a word of it", () => {
    const message = faultsOf({
      ...complete,
      PRIVATE_KEY: "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----",
    });
    expect(message).toBe("PRIVATE_KEY is not a private key in PEM form");
  });
});

it.each([
  ["with its line ends written out", PRIVATE_KEY.trim().replaceAll("\n", "\\n")],
  ["in base64", Buffer.from(PRIVATE_KEY).toString("base64")],
])("takes a key %s", (_, key) => {
  expect(readConfig({ ...complete, PRIVATE_KEY: key }).privateKey.trim()).toBe(PRIVATE_KEY.trim());
});

it("takes a key from a file, and names a file that cannot be read", () => {
  const path = join(mkdtempSync(join(tmpdir(), "surefoot-")), "key.pem");
  writeFileSync(path, PRIVATE_KEY);
  expect(readConfig({ ...complete, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: path }).privateKey).toBe(
    PRIVATE_KEY.trim(),
  );
  expect(faultsOf({ ...complete, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: "/none.pem" })).toContain(
    "/none.pem",
  );
});

it("finds an Enterprise Server's API", () => {
  expect(readConfig({ ...complete, GHE_HOST: "github.example.com" }).apiUrl).toBe(
    "https://github.example.com/api/v3",
  );
  expect(readConfig({ ...complete, GHE_HOST: "127.0.0.1:4010", GHE_PROTOCOL: "http" }).apiUrl).toBe(
    "http://127.0.0.1:4010/api/v3",
  );
  expect(faultsOf({ ...complete, GHE_HOST: "https://github.example.com" })).toContain("GHE_HOST");
});

describe("a .env file", () => {
  const path = join(mkdtempSync(join(tmpdir(), "surefoot-")), ".env");
  writeFileSync(path, "APP_ID=1\nPORT=4000\n");

  it("fills in what is not set, and never what is", () => {
    expect(withDotEnv({ APP_ID: "2" }, path)).toMatchObject({ APP_ID: "2", PORT: "4000" });
  });

  it("is not read in production", () => {
    expect(withDotEnv({ NODE_ENV: "production" }, path)).toEqual({ NODE_ENV: "production" });
  });

  it("may be missing", () => {
    expect(withDotEnv({ APP_ID: "2" }, `${path}.none`)).toEqual({ APP_ID: "2" });
  });
});

describe("the way to GitHub", () => {
  it("leads through the proxies that the environment names, in small letters first", () => {
    const env = { ...complete, HTTPS_PROXY: "http://one:3128", https_proxy: "http://two:3128" };
    expect(readConfig({ ...env, NO_PROXY: " a.example.com,.b " }).proxy).toEqual({
      ...{ http: null, https: "http://two:3128", direct: "a.example.com,.b" },
    });
    expect(readConfig({ ...complete, HTTP_PROXY: "https://user:word@proxy", https_proxy: "" }).proxy).toEqual(
      {
        ...{ http: "https://user:word@proxy", https: null, direct: null },
      },
    );
  });

  it.each(["proxy:3128", "socks5://proxy", "user:secret-word@proxy:3128", "http://"])(
    "is refused through %s, without a word of it",
    (url) => {
      const message = faultsOf({ ...complete, HTTPS_PROXY: url });
      expect(message).toBe("HTTPS_PROXY must be a URL such as http://proxy.example.com:3128");
    },
  );
});

describe("the way to this process", () => {
  it.each([
    ["https://surefoot.example.com/", "https://surefoot.example.com"],
    ["http://inside:3000/bots/surefoot", "http://inside:3000/bots/surefoot"],
    ["  ", null],
  ])("%j", (value, url) => expect(readConfig({ ...complete, PUBLIC_URL: value }).publicUrl).toBe(url));

  it.each(["surefoot.example.com", "ftp://a", "https://user:word@a", "https://a/?b", "https://a/#b"])(
    "cannot be %s",
    (value) =>
      expect(faultsOf({ ...complete, PUBLIC_URL: value })).toBe(
        "PUBLIC_URL must be a URL such as https://surefoot.example.com",
      ),
  );
});
