/** The command as it is published: a bundle beside nothing but the package's other files. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BundledCommand, bundleCommand } from "../../scripts/bundle-command.js";
import { readVersion } from "../../src/cli/read-version.js";
import { deployment } from "../github/manifests.js";
import { webChart } from "../render/chart-files.js";

let built: BundledCommand;
let folder: string;
let program: string;

beforeAll(async () => {
  built = await bundleCommand();
  folder = mkdtempSync(join(tmpdir(), "surefoot-command-"));
  const bin = join(folder, "package/dist/bin");
  mkdirSync(bin, { recursive: true });
  for (const [name, contents] of built.files) writeFileSync(join(bin, name), contents);
  cpSync("package.json", join(folder, "package/package.json"));
  cpSync("action", join(folder, "package/action"), { recursive: true });
  program = join(bin, "surefoot.js");
});
afterAll(() => {
  chmodSync(join(folder, "package/dist/bin"), 0o755);
  rmSync(folder, { recursive: true });
});

function run(args: string[], input = "", at = program, more: Record<string, string> = {}) {
  const env = { PATH: process.env.PATH, HOME: join(folder, "home"), ...more };
  return spawnSync(process.execPath, [at, ...args], { env, input, cwd: folder, encoding: "utf8" });
}

describe("the bundled command", () => {
  it("scans without a package beside it, through a link and where nothing can be written", () => {
    chmodSync(join(folder, "package/dist/bin"), 0o555);
    const link = join(folder, "surefoot");
    symlinkSync(program, link);
    const { stdout, stderr, status } = run(["scan", "-"], deployment("web"), link);
    expect(stderr).toBe("");
    expect(stdout).toContain("Deployment web");
    expect(status).toBe(1);
  });

  it("finds what stands beside it: its version, and what renders charts", () => {
    expect(run(["--version"]).stdout).toBe(`${readVersion()}\n`);
    for (const [path, text] of Object.entries(webChart("chart"))) {
      mkdirSync(resolve(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    expect(run(["scan", "chart"]).stdout).toContain("Deployment release-name-web");
  }, 120_000);

  it("posts, with a client for GitHub that is loaded for that alone", () => {
    expect(run(["review", "--publish"]).stderr).toContain("GITHUB_");
  });

  it("starts with the code that Node made of it before, and with none that is not of it", () => {
    const kept = join(folder, "home/.cache/surefoot", `command-${process.version}-${process.arch}`);
    rmSync(kept, { force: true });
    const answer = run(["--version"]).stdout;
    const first = statSync(kept);
    expect(first.mode & 0o777).toBe(0o600);
    expect(run(["--version"]).stdout).toBe(answer);
    expect(statSync(kept).ino).toBe(first.ino);
    const code = readFileSync(kept);
    for (const other of [code.subarray(0, 1000), Buffer.concat([Buffer.from("\n// 00"), code.subarray(6)])]) {
      writeFileSync(kept, other);
      expect(run(["--version"])).toMatchObject({ stdout: answer, stderr: "", status: 0 });
      expect(readFileSync(kept).subarray(0, 70)).toEqual(code.subarray(0, 70));
    }
  });

  it("keeps nothing where it is not to", () => {
    const home = join(folder, "another-home");
    run(["--version"], "", program, { HOME: home, NODE_DISABLE_COMPILE_CACHE: "1" });
    expect(existsSync(home)).toBe(false);
    run(["--version"], "", program, { HOME: home });
    expect(readdirSync(join(home, ".cache/surefoot"))).toHaveLength(1);
  });

  it("tells where each line comes from, and whose work is in it", () => {
    const names = [...built.files.keys()];
    for (const name of names.filter((one) => !one.endsWith(".map"))) expect(names).toContain(`${name}.map`);
    expect(built.licenses).toMatch(/^js-yaml \d/m);
    expect(readdirSync(join(folder, "package"))).not.toContain("node_modules");
  });
});
