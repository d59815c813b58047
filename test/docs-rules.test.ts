/** Every rule has its page, and what a page shows is what the engine does. */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { reviewChangeSet } from "../src/engine.js";
import { DEFAULT_POLICY, POLICY_PATH, type Policy } from "../src/policy/policy.js";
import { readPolicy } from "../src/policy/read-policy.js";
import { RULE_NAMES } from "../src/policy/rule-names.js";
import type { Finding } from "../src/rules/finding.js";
import { CIRCUMSTANCES } from "./circumstances.js";

const FOLDER = "docs/rules";
const HEADINGS = ["What it says", "Why", "Example", "When not to use it"];

interface Page {
  text: string;
  /** the fenced blocks of one kind: `yaml bad`, `yaml good`, `yaml policy`, `yaml policy off` */
  blocks(kind: string): string[];
}

function readPage(rule: string): Page {
  const text = readFileSync(`${FOLDER}/${rule}.md`, "utf8");
  return {
    text,
    blocks: (kind) =>
      [...text.matchAll(/^```([^\n]+)\n([\s\S]*?)^```$/gm)]
        .filter(([, info]) => info === kind)
        .map(([, , content]) => content as string),
  };
}

function findingsOf(text: string, policy: Policy): Finding[] {
  const hunks = [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: text.split("\n").length - 1 }];
  const after = { kind: "text" as const, text };
  const file = { path: "web.yaml", previousPath: null, status: "added" as const, before: null, after, hunks };
  const change = { base: null, head: "example", webUrl: null, files: [file], siblings: [], omissions: [] };
  return reviewChangeSet(change, policy, CIRCUMSTANCES).findings;
}

const rulesOf = (findings: readonly Finding[]) => [...new Set(findings.map(({ rule }) => rule))];

test("every rule has its page, and every page its rule", () => {
  const pages = readdirSync(FOLDER).map((file) => file.replace(/\.md$/, ""));
  expect(pages.toSorted()).toEqual([...RULE_NAMES].toSorted());
});

describe.each(RULE_NAMES)("the page of %s", (rule) => {
  const page = readPage(rule);
  const [written] = page.blocks("yaml policy");
  const policy = written === undefined ? DEFAULT_POLICY : readPolicy(written, POLICY_PATH);

  test("opens with the rule's name and answers the same questions as every page", () => {
    expect(page.text).toMatch(new RegExp(`^# \`${rule}\`\n\n\\*\\*(?:Error|Warning)`));
    expect([...page.text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS);
  });

  test("names the source in Kubernetes", () => {
    expect(page.text).toMatch(/^\[1\]: https:\/\/(?:kubernetes\.io|github\.com\/kubernetes\/kubernetes)\//m);
  });

  test("shows what raises the rule, and nothing else", () => {
    const examples = page.blocks("yaml bad");
    expect(examples).not.toEqual([]);
    for (const example of examples) expect(rulesOf(findingsOf(example, policy))).toEqual([rule]);
  });

  test("shows what is right, without a finding", () => {
    const examples = page.blocks("yaml good");
    expect(examples).not.toEqual([]);
    for (const example of examples) expect(findingsOf(example, policy)).toEqual([]);
  });

  test("shows settings that are valid", () => {
    expect(policy.problems).toEqual([]);
  });

  test("turns the rule off with the settings that it gives for that", () => {
    const [off] = page.blocks("yaml policy off");
    const silent = readPolicy(`${written ?? ""}${off}`, POLICY_PATH);
    expect(silent.problems).toEqual([]);
    expect(silent.rules).toEqual({ [rule]: "off" });
    for (const example of page.blocks("yaml bad")) expect(findingsOf(example, silent)).toEqual([]);
  });
});
