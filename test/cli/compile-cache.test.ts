import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ownFolder } from "../../src/cli/compile-cache.js";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "surefoot-cache-"));
});
afterEach(() => rmSync(home, { recursive: true }));

describe("the folder of compiled code", () => {
  test("is made in the user's cache, and nobody else may look into it", () => {
    expect(ownFolder({ HOME: home })).toBe(join(home, ".cache/surefoot"));
    expect(statSync(join(home, ".cache/surefoot")).mode & 0o777).toBe(0o700);
    expect(ownFolder({ HOME: home })).toBe(join(home, ".cache/surefoot"));
  });

  test("is where the user says that caches are", () => {
    expect(ownFolder({ HOME: "/nowhere", XDG_CACHE_HOME: home })).toBe(join(home, "surefoot"));
  });

  test.each([
    [
      "others may write to",
      (at: string) => mkdirSync(at, { mode: 0o777 }),
      (at: string) => chmodSync(at, 0o777),
    ],
    ["a link is", (at: string) => symlinkSync(tmpdir(), at), () => {}],
    ["a file is", (at: string) => writeFileSync(at, ""), () => {}],
  ])("is none that %s", (_, make, change) => {
    const folder = join(home, "surefoot");
    make(folder);
    change(folder);
    expect(ownFolder({ XDG_CACHE_HOME: home })).toBeNull();
  });

  test("is none where there is no home, or one that cannot be written to", () => {
    expect(ownFolder({})).toBeNull();
    writeFileSync(join(home, "file"), "");
    expect(ownFolder({ HOME: join(home, "file") })).toBeNull();
  });
});
