/** The page about the policy tells every key, and what it shows is valid. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { WAIVABLE_KINDS } from "../src/policy/kind-names.js";
import { KUBERNETES_VERSIONS, refusingMinors } from "../src/policy/kubernetes-version.js";
import {
  OWN_ANNOTATIONS,
  readStartupSeconds,
  readWaiveLines,
  STARTUP_SECONDS,
  WAIVE,
} from "../src/policy/object-annotations.js";
import { DEFAULT_POLICY, POLICY_PATH } from "../src/policy/policy.js";
import { POLICY_SCHEMA_URL, policyJsonSchema } from "../src/policy/policy-json-schema.js";
import { policySchema } from "../src/policy/policy-schema.js";
import { readPolicy } from "../src/policy/read-policy.js";

const page = readFileSync("docs/policy.md", "utf8");

/** What stands below a heading, up to the next one of its level or above. */
function section(heading: string): string {
  const level = /^#+/.exec(heading)?.[0].length as number;
  const [, below] = page.split(`\n${heading}\n`);
  return (below ?? "").split(new RegExp(`^#{1,${level}} `, "m"))[0] as string;
}

function headings(text: string): string[] {
  return [...text.matchAll(/^### `([^`]+)`$/gm)].map(([, name]) => name as string);
}

function blocks(text: string, kind: string): string[] {
  return [...text.matchAll(/^```([^\n]+)\n([\s\S]*?)^```$/gm)]
    .filter(([, info]) => info === kind)
    .map(([, , content]) => content as string);
}

const keys = Object.keys(policySchema.shape);
const schema = policyJsonSchema() as {
  properties: Record<string, { properties?: object; items?: { properties: object } }>;
};

test("the page tells every key, in the order of the schema", () => {
  expect(headings(section("## Keys"))).toEqual(keys);
});

describe.each(keys)("what it tells of %s", (key) => {
  const text = section(`### \`${key}\``);

  test("has its default, an example and when to use it", () => {
    expect(text).toMatch(/^\*\*Default:\*\* \S/m);
    expect(text).toMatch(/^\*\*When:\*\* \S/m);
  });

  test("shows a policy that is valid and states the key", () => {
    const examples = blocks(text, "yaml policy");
    expect(examples).not.toEqual([]);
    for (const example of examples) {
      const { problems } = readPolicy(example, POLICY_PATH);
      expect(problems.filter(({ code }) => code === "policy")).toEqual([]);
      expect(Object.keys(parse(example))).toContain(key);
    }
  });

  test("names all that stands below it", () => {
    const { properties, items } = schema.properties[key] as (typeof schema.properties)[string];
    // The rules have a page each.
    const names = key === "rules" ? [] : Object.keys(properties ?? items?.properties ?? {});
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

test("the page has the paths that are left out by default", () => {
  const [shown] = blocks(section("### `paths`"), "yaml default") as [string];
  expect(parse(shown)).toEqual({ exclude: DEFAULT_POLICY.paths.exclude });
});

test("the page names every kind whose findings can be waived", () => {
  const [kinds] = /The kinds are [\s\S]*?\./.exec(section("### `waivers`")) as RegExpExecArray;
  expect([...kinds.matchAll(/`(\w+)`/g)].map(([, kind]) => kind)).toEqual([...WAIVABLE_KINDS]);
});

test("the page tells every annotation, and shows ones that are valid", () => {
  const text = section("## Annotations on objects");
  expect(headings(text)).toEqual(OWN_ANNOTATIONS);
  const shown = blocks(text, "yaml annotations").map((block) => parse(block).metadata.annotations);
  expect(shown.flatMap(Object.keys)).toEqual(OWN_ANNOTATIONS);
  expect(readStartupSeconds(shown[0][STARTUP_SECONDS])).toEqual({ ok: true, value: 45 });
  expect(readWaiveLines(shown[1][WAIVE]).map(({ waiver }) => waiver.ok)).toEqual([true, true]);
});

test("the page and the README name the schema where it is published", () => {
  const line = `# yaml-language-server: $schema=${POLICY_SCHEMA_URL}`;
  expect(page).toContain(line);
  expect(readFileSync("README.md", "utf8")).toContain(line);
});

test("the page shows the answer of surefoot policy check as it is", () => {
  const { problems } = readPolicy("block: always\n", POLICY_PATH);
  const [{ path, line, column, message }] = problems as [(typeof problems)[number]];
  expect(page).toContain(`\n${path}:${line}:${column} ${message}\n`);
});

test("links within the page lead to its headings", () => {
  const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    (title as string)
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
  const targets = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target);
  expect(targets.length).toBeGreaterThan(5);
  expect(targets.filter((target) => !anchors.includes(target as string))).toEqual([]);
});

describe("the versions of Kubernetes in the pages", () => {
  const known = `${KUBERNETES_VERSIONS.at(0)} to ${KUBERNETES_VERSIONS.at(-1)}`;
  const counting = refusingMinors({ kubernetes: null });
  const judging = `1.${counting.at(0)} to 1.${counting.at(-1)}`;

  test.each(["docs/policy.md", "docs/rules/unknown-field.md", "docs/rules/refused-object.md"])(
    "are those of the code in %s",
    (path) => {
      const text = readFileSync(path, "utf8").replace(/\s+/g, " ");
      expect(counting).toHaveLength(4);
      expect(text).toContain(
        `four newest minor versions${path.includes("policy") ? " alone" : ""}, ${judging}`,
      );
      expect([...text.matchAll(/\b1\.27 to (1\.\d+)/g)].map(([run]) => run)).toContain(known);
    },
  );

  test("a warning names all known ones that refuse, as the pages say", () => {
    const review = readFileSync("test/pull-requests/unknown-field-of-a-newer-version/review.md", "utf8");
    expect(review).toContain("Kubernetes 1.27 to 1.36 does not know the field");
  });
});
