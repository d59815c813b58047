/** Every rule has its page, and what a page shows is what the engine does. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { reviewChange } from "../src/engine.js";
import { DEFAULT_POLICY, POLICY_PATH, type Policy } from "../src/policy/policy.js";
import { readPolicy } from "../src/policy/read-policy.js";
import { RULE_NAMES } from "../src/policy/rule-names.js";
import { renderChange } from "../src/render/render-change.js";
import type { Finding } from "../src/review/findings/finding.js";
import { CIRCUMSTANCES } from "./circumstances.js";
import { GOLDEN_CASES, loadGoldenCase } from "./golden-cases.js";

const FOLDER = "docs/rules";
const readme = readFileSync("README.md", "utf8");
const HEADINGS = ["What it says", "Why", "Example", "When not to use it"];

/** A block of YAML, and the file of a golden pull request that it is. */
interface Example {
  kind: string;
  text: string;
  /** the golden case that the words before it link to, and its file; null where there is no such link */
  source: { name: string; file: string } | null;
}

const SOURCE = /\(\[([\w-]+)\]\(\.\.\/\.\.\/test\/pull-requests\/([\w-]+)\/review\.md\),\s`([^`]+)`\):\n\n$/;

function readPage(rule: string): { text: string; examples: Example[] } {
  const text = readFileSync(`${FOLDER}/${rule}.md`, "utf8");
  const blocks = [...text.matchAll(/^```yaml ([^\n]+)\n([\s\S]*?)^```$/gm)];
  return {
    text,
    examples: blocks.map(({ 1: kind, 2: content, index }) => {
      const [, label, name, file] = SOURCE.exec(text.slice(0, index)) ?? [];
      const source = name === undefined ? null : { name, file: file as string };
      expect(label, "the link is called what it leads to").toBe(name);
      return { kind: kind as string, text: content as string, source };
    }),
  };
}

/** The file of a golden case at the head, unless it is of the base or the policy. */
function goldenFile(name: string, file: string): string {
  const within = /^before\/|^policy\.yml$/.test(file) ? file : `after/${file}`;
  return readFileSync(`${GOLDEN_CASES}/${name}/${within}`, "utf8");
}

async function findingsOf(name: string, policy: Policy): Promise<Finding[]> {
  return reviewChange(renderChange(await loadGoldenCase(name)), policy, CIRCUMSTANCES).findings;
}

function policyText(name: string): string {
  const file = `${GOLDEN_CASES}/${name}/policy.yml`;
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function policyOf(name: string, more = ""): Policy {
  const text = policyText(name) + more;
  return text === "" ? DEFAULT_POLICY : readPolicy(text, POLICY_PATH);
}

const rulesOf = (findings: readonly Finding[]) => [...new Set(findings.map(({ rule }) => rule))];

test("every rule has its page, and every page its rule", () => {
  const pages = readdirSync(FOLDER).map((file) => file.replace(/\.md$/, ""));
  expect(pages.toSorted()).toEqual([...RULE_NAMES].toSorted());
});

describe.each(RULE_NAMES)("the page of %s", (rule) => {
  const page = readPage(rule);
  const ofKind = (kind: string) => page.examples.filter((example) => example.kind === kind);
  /** The golden cases behind the examples of a kind. */
  const casesOf = (kind: string) => [...new Set(ofKind(kind).flatMap(({ source }) => source?.name ?? []))];

  test("opens with the rule's name and answers the same questions as every page", () => {
    expect(page.text).toMatch(new RegExp(`^# \`${rule}\`\n\n\\*\\*(?:Error|Warning)`));
    expect([...page.text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS);
  });

  test("opens with the severities that the README's table has", () => {
    const [opening] = page.text.split("\n## ") as [string];
    const severities = [...opening.matchAll(/\*\*(error|warning)\.?\*\*/gi)].map(([, word]) =>
      word?.toLowerCase(),
    );
    const [, told] = new RegExp(`^\\| \\[\`${rule}\`\\]\\(.*?\\) \\| (.*?) \\|`, "m").exec(
      readme,
    ) as RegExpExecArray;
    expect([...new Set(severities)]).toEqual((told as string).split(", or "));
  });

  test("names the source in Kubernetes", () => {
    expect(page.text).toMatch(/^\[1\]: https:\/\/(?:kubernetes\.io|github\.com\/kubernetes\/kubernetes)\//m);
  });

  test("has examples that are golden pull requests, to the letter", () => {
    const examples = page.examples.filter(({ kind }) => !kind.startsWith("policy"));
    expect(examples.filter(({ source }) => source === null)).toEqual([]);
    for (const { text, source } of page.examples) {
      if (source !== null) expect(text, source.name).toBe(goldenFile(source.name, source.file));
    }
  });

  test("shows what raises the rule, and nothing else", async () => {
    expect(casesOf("bad")).not.toEqual([]);
    for (const name of casesOf("bad"))
      expect(rulesOf(await findingsOf(name, policyOf(name))), name).toEqual([rule]);
  });

  test("shows what is right, without a finding", async () => {
    expect(casesOf("good")).not.toEqual([]);
    for (const name of casesOf("good")) expect(await findingsOf(name, policyOf(name)), name).toEqual([]);
  });

  test("shows settings that are valid, and those that its examples take", () => {
    const shown = ofKind("policy").map(({ text }) => text);
    for (const text of shown) expect(readPolicy(text, POLICY_PATH).problems).toEqual([]);
    for (const name of [...casesOf("bad"), ...casesOf("good")]) {
      if (policyText(name) !== "") expect(shown, name).toContain(policyText(name));
    }
  });

  test("turns the rule off with the settings that it gives for that", async () => {
    const [off] = ofKind("policy off").map(({ text }) => text);
    expect(readPolicy(off as string, POLICY_PATH)).toMatchObject({ problems: [], rules: { [rule]: "off" } });
    for (const name of casesOf("bad")) expect(await findingsOf(name, policyOf(name, off)), name).toEqual([]);
  });
});
