/** What the documents promise is what the tool does. `UPDATE_GOLDEN=1` writes the README's review anew. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { runCommandLine } from "../src/cli/command-line.js";
import { FORMATS } from "../src/cli/formats/format-plan.js";
import { parseCommand } from "../src/github/answers/parse-command.js";
import { DEFAULT_POLICY, POLICY_PATH } from "../src/policy/policy.js";
import { policySchema } from "../src/policy/policy-schema.js";
import { readPolicy } from "../src/policy/read-policy.js";
import { RULE_NAMES } from "../src/policy/rule-names.js";
import { COMMANDS } from "../src/review/answers/command-list.js";

const readme = readFileSync("README.md", "utf8");
const SAMPLE = /(?<=<!-- sample -->\n```text\n)[\s\S]*?(?=```\n)/;

/** The first cells of the table's rows under the heading's first such table. */
function firstCells(header: string): string[] {
  const [, table] = readme.split(`| ${header} |`);
  const [rows] = (table as string).split("\n\n");
  return (rows as string)
    .split("\n")
    .slice(2)
    .map((row) => (row.split("|")[1] as string).trim());
}

async function printed(args: readonly string[]): Promise<{ text: string; status: number }> {
  let text = "";
  const stdout = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  const stderr = new Writable({ write: (_chunk, _encoding, done) => done() });
  const status = await runCommandLine(args, { stdout, stderr, cwd: process.cwd(), env: {} });
  return { text, status };
}

describe("the README", () => {
  test("shows the review that the tool prints of the sample", async () => {
    const change = ["--before", "samples/pull-request/before", "--after", "samples/pull-request/after"];
    const { text, status } = await printed(["review", ...change]);
    expect(status).toBe(1);
    if (process.env.UPDATE_GOLDEN)
      writeFileSync(
        "README.md",
        readme.replace(SAMPLE, () => text),
      );
    else expect(SAMPLE.exec(readme)?.[0]).toBe(text);
  });

  test("names scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    const named = [...readme.matchAll(/\bnpm run ([\w-]+)|\bnpm (test)\b/g)].map(
      ([, run, own]) => run ?? own,
    );
    expect(named).toContain("test");
    expect(named).toContain("sample");
    expect(named.filter((name) => !((name as string) in scripts))).toEqual([]);
  });

  test("lists every rule, with a link to its page", () => {
    expect(firstCells("rule | severity | says")).toEqual(
      RULE_NAMES.map((name) => `[\`${name}\`](docs/rules/${name}.md)`),
    );
  });

  test("lists every format of the command line", () => {
    const formats = firstCells("option | meaning").flatMap((cell) => /--format (\w+)/.exec(cell)?.[1] ?? []);
    expect(formats).toEqual(Object.keys(FORMATS));
  });

  test("lists every command, as it is read", () => {
    const forms = COMMANDS.map(([form]) => form);
    expect(firstCells("command | does")).toEqual(forms.map((form) => `\`${form}\``));
    expect(forms.map((form) => parseCommand(form)?.kind)).toEqual([
      "fix",
      "review",
      "explain",
      "waive",
      "help",
    ]);
  });

  test("lists every key of the policy", () => {
    const keys = firstCells("key | default | meaning").map((cell) => cell.replaceAll("`", ""));
    expect(keys).toEqual(Object.keys(policySchema.shape));
  });

  test("tells the policy's defaults", () => {
    for (const key of ["block", "onError", "comments", "requirePreStop"] as const) {
      expect(readme).toContain(`| \`${key}\` | \`${DEFAULT_POLICY[key]}\` |`);
    }
  });

  test("shows a policy that is valid", () => {
    const [, example] = /```yaml\n(# \.github\/surefoot\.yml\n[\s\S]*?)```/.exec(readme) as RegExpExecArray;
    expect(readPolicy(example as string, POLICY_PATH).problems).toEqual([]);
  });

  test("lists every permission that the App asks for, and every event", () => {
    const manifest = parse(readFileSync("app.yml", "utf8"));
    const asked = Object.entries(manifest.default_permissions).map(
      ([name, access]) => `\`${name}: ${access}\``,
    );
    expect(firstCells("permission | why")).toEqual(asked);
    const events: string[] = manifest.default_events.map((name: string) => `\`${name}\``);
    expect(readme).toContain(`Its events are ${new Intl.ListFormat("en-GB").format(events)};`);
    expect(readme).toContain(new URL(manifest.hook_attributes.url).pathname);
  });

  test("explains every variable of the environment", () => {
    const config = readFileSync("src/server/config.ts", "utf8");
    const read = [...config.matchAll(/env(?:\.|, ")([A-Z_]{2,})/g)].map(([, name]) => name as string);
    const told = firstCells("variable | default | meaning").map((cell) => cell.replaceAll("`", ""));
    expect(new Set(told)).toEqual(new Set(read.filter((name) => name !== "NODE_ENV")));
    const example = readFileSync(".env.example", "utf8");
    expect(told.filter((name) => !new RegExp(`^(?:# )?${name}=`, "m").test(example))).toEqual([]);
  });
});

describe("links between the documents", () => {
  const pages = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "docs/action.md",
    "docs/permissions.md",
    "docs/policy.md",
    "docs/enterprise-server.md",
    "docs/privacy.md",
    "docs/maintaining.md",
    ...RULE_NAMES.map((rule) => `docs/rules/${rule}.md`),
  ];

  test.each(pages)("%s links only to files that exist", (page) => {
    const text = readFileSync(page, "utf8");
    const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target as string);
    expect(targets.filter((target) => !existsSync(join(dirname(page), target)))).toEqual([]);
  });
});
