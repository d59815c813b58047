/** Each table of the documents stands in one page, and tells what the tool does. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { FORMATS } from "../src/cli/formats/format-plan.js";
import { parseCommand } from "../src/github/answers/parse-command.js";
import { DEFAULT_POLICY } from "../src/policy/policy.js";
import { policySchema } from "../src/policy/policy-schema.js";
import { COMMANDS } from "../src/review/answers/command-list.js";
import { runSurefoot } from "./cli/run-surefoot.js";
import { documentPaths, firstCells } from "./documents.js";

const TABLES = {
  "command line | does": "docs/cli.md",
  "option | meaning": "docs/cli.md",
  "variable | default | meaning": "docs/operating.md",
  "permission | what it is for": "docs/permissions.md",
  "key | default | meaning": "docs/policy.md",
  "command | does": "docs/commands.md",
  "rule | severity | says": "README.md",
};

const page = (header: keyof typeof TABLES) => readFileSync(TABLES[header], "utf8");
const cells = (header: keyof typeof TABLES) => firstCells(page(header), header);
const bare = (cell: string) => cell.replaceAll("`", "");

describe("a table", () => {
  test.each(Object.entries(TABLES))("“%s” stands in %s alone", (header, file) => {
    const pages = documentPaths().filter((path) => readFileSync(path, "utf8").includes(`| ${header} |`));
    expect(pages).toEqual([file]);
  });

  test.each([
    ["variable", /^\| `(?:WEBHOOK_SECRET|PUBLIC_URL)`/m, "docs/operating.md"],
    ["permission", /^\| `merge_queues: read` \|(?! yes)/m, "docs/permissions.md"],
    ["key of the policy", /^\| `onError` /m, "docs/policy.md"],
    ["command", /^\| `\/surefoot help` /m, "docs/commands.md"],
  ])("with a row for a %s stands nowhere else under another header", (_, row, file) => {
    expect(documentPaths().filter((path) => row.test(readFileSync(path, "utf8")))).toEqual([file]);
  });
});

describe("the page of the command line", () => {
  test("lists every format", () => {
    const formats = cells("option | meaning").flatMap((cell) => /--format (\w+)/.exec(cell)?.[1] ?? []);
    expect(formats).toEqual(Object.keys(FORMATS));
  });

  test("lists every option, and no other", async () => {
    const helps = [["review"], ["scan"], ["policy", "check"], ["policy", "schema"]];
    const printed = await Promise.all(helps.map((words) => runSurefoot([...words, "--help"])));
    const known = printed.flatMap(({ stdout }) =>
      [...stdout.matchAll(/^ +(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option as string),
    );
    expect(known).toContain("--before");
    const told = [...page("option | meaning").matchAll(/^\|[^|]*`--.*?\|/gm)].flatMap(([cell]) =>
      [...cell.matchAll(/--[\w-]+/g)].map(([option]) => option),
    );
    // --publish exists in the process alone, which can reach GitHub.
    expect(new Set([...told, "--help"])).toEqual(new Set([...known, "--publish"]));
  });

  test("lists every command", () => {
    const words = cells("command line | does").map(
      (cell) => /`surefoot ((?:policy |queue )?\w+)/.exec(cell)?.[1],
    );
    expect(new Set(words)).toEqual(
      new Set(["review", "scan", "policy check", "policy schema", "serve", "queue ls"]),
    );
  });
});

test("CONTRIBUTING lists every script of the package, and no other", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
  const rows = firstCells(readFileSync("CONTRIBUTING.md", "utf8"), "command | what it does");
  const told = rows.flatMap((cell) => /`npm (?:run )?([\w:-]+)`/.exec(cell)?.[1] ?? []);
  expect(new Set(told)).toEqual(new Set([...Object.keys(scripts), "ci"]));
});

test("the page of commands lists every one, as it is read", () => {
  const forms = COMMANDS.map(([form]) => form);
  expect(cells("command | does").map(bare)).toEqual(forms);
  expect(forms.map((form) => parseCommand(form)?.kind)).toEqual([
    "fix",
    "review",
    "explain",
    "waive",
    "help",
  ]);
});

describe("the page of the policy", () => {
  test("lists every key", () => {
    expect(cells("key | default | meaning").map(bare)).toEqual(Object.keys(policySchema.shape));
  });

  test("tells the defaults", () => {
    for (const key of ["block", "onError", "comments", "requirePreStop"] as const)
      expect(page("key | default | meaning")).toContain(`| \`${key}\` | \`${DEFAULT_POLICY[key]}\` |`);
  });
});

describe("the pages for those who run the App", () => {
  const manifest = parse(readFileSync("app.yml", "utf8"));
  const withFixes = parse(readFileSync("app-with-fixes.yml", "utf8"));

  test("list every permission that it asks for, and every event", () => {
    const asked = [manifest, withFixes].flatMap(({ default_permissions }) =>
      Object.entries(default_permissions).map(([name, access]) => `${name}: ${access}`),
    );
    expect(new Set(cells("permission | what it is for").map(bare))).toEqual(new Set(asked));
    const events: string[] = manifest.default_events.map((name: string) => `\`${name}\``);
    expect(page("permission | what it is for")).toContain(
      `Its events are ${new Intl.ListFormat("en-GB").format(events)};`,
    );
  });

  test("name the path of its webhooks", () => {
    const { pathname } = new URL(manifest.hook_attributes.url);
    expect(page("variable | default | meaning")).toContain(`https://<your host>${pathname}`);
  });

  test("explain every variable of the environment", () => {
    const config = readFileSync("src/server/config.ts", "utf8");
    const read = [...config.matchAll(/env(?:\.|, ")([A-Z_]{2,})/g)].map(([, name]) => name as string);
    const told = cells("variable | default | meaning").map(bare);
    expect(new Set(told)).toEqual(new Set(read.filter((name) => name !== "NODE_ENV")));
    const example = readFileSync(".env.example", "utf8");
    expect(told.filter((name) => !new RegExp(`^(?:# )?${name}=`, "m").test(example))).toEqual([]);
  });
});
