import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readSettings } from "../../scripts/smoke/settings.js";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
const ENV = { SMOKE_REPOSITORY: "octo-org/scratch", APP_ID: "7", PRIVATE_KEY: privateKey };

describe("the settings of the smoke test", () => {
  test("are an App, a repository to try on and how long to wait", () => {
    const { privateKey: key, ...settings } = readSettings(ENV, []);
    expect(key.trim()).toBe(privateKey.trim());
    expect(settings).toEqual({
      ...{ appId: 7, apiUrl: "https://api.github.com", token: null },
      ...{ repository: { owner: "octo-org", repo: "scratch" }, deployed: false, keep: false },
      timeoutMs: 30_000,
    });
  });

  test("give a deployed App more time, unless told", () => {
    expect(readSettings(ENV, ["--deployed"])).toMatchObject({ deployed: true, timeoutMs: 120_000 });
    expect(readSettings(ENV, ["--deployed", "--timeout", "5"]).timeoutMs).toBe(5_000);
  });

  test("may name a token that pushes, and an Enterprise Server", () => {
    const env = { ...ENV, SMOKE_TOKEN: " ghp_x ", GHE_HOST: "github.example.com" };
    expect(readSettings(env, ["--keep"])).toMatchObject({
      ...{ token: "ghp_x", apiUrl: "https://github.example.com/api/v3", keep: true },
    });
  });

  /** [environment, what is said] */
  const WRONG: [Record<string, string>, string][] = [
    [{ SMOKE_REPOSITORY: "" }, "SMOKE_REPOSITORY is missing: owner/name of a repository to try on"],
    [{ SMOKE_REPOSITORY: "scratch" }, "SMOKE_REPOSITORY must be owner/name"],
    [{ SMOKE_REPOSITORY: "https://github.com/octo-org/scratch" }, "SMOKE_REPOSITORY must be owner/name"],
    [{ APP_ID: "" }, "APP_ID is missing"],
    [{ PRIVATE_KEY: "" }, "PRIVATE_KEY (or PRIVATE_KEY_PATH) is missing"],
    [{ PRIVATE_KEY: "hunter2" }, "PRIVATE_KEY is not a private key in PEM form"],
    [
      { SMOKE_REPOSITORY: "", APP_ID: "", PRIVATE_KEY: "" },
      "SMOKE_REPOSITORY is missing: owner/name of a repository to try on; APP_ID is missing; PRIVATE_KEY (or PRIVATE_KEY_PATH) is missing",
    ],
  ];
  test.each(WRONG)("are refused in one line: %j", (env, sentence) => {
    expect(() => readSettings({ ...ENV, ...env }, [])).toThrow(
      expect.objectContaining({ name: "ConfigurationError", message: sentence }),
    );
  });

  test.each([["--kep"], ["--timeout", "soon"], ["--timeout", "0"], ["scratch"]])(
    "know no other words: %s",
    (...args) => {
      expect(() => readSettings(ENV, args)).toThrow(expect.objectContaining({ name: "UsageError" }));
    },
  );

  test("are told on the page for maintainers", () => {
    const page = readFileSync("docs/maintaining.md", "utf8");
    const source = readFileSync("scripts/smoke/settings.ts", "utf8");
    const read = [...source.matchAll(/env\.([A-Z_]+)/g)].map(([, name]) => name as string);
    expect(new Set(read)).toEqual(new Set(["SMOKE_REPOSITORY", "SMOKE_TOKEN"]));
    const words = [...read, "APP_ID", "PRIVATE_KEY", "PRIVATE_KEY_PATH", "GHE_HOST", "GHE_PROTOCOL"];
    for (const word of [...words, "--deployed", "--keep", "--timeout"]) expect(page).toContain(`\`${word}`);
  });
});
