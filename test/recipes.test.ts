/**
 * The recipes of CONTRIBUTING.md name every place that has to be touched. What exists already is found at each of them, so
 * none is named in vain, and together at no other place, so none is forgotten.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FORMATS } from "../src/cli/formats/format-plan.js";
import type { Kind } from "../src/kinds/kind.js";
import { isKnownUnjudged } from "../src/kinds/unjudged-kinds.js";
import { WORKLOAD_KIND_NAMES } from "../src/policy/kind-names.js";
import { KUBERNETES_VERSIONS } from "../src/policy/kubernetes-version.js";
import { policySchema } from "../src/policy/policy-schema.js";
import { RULE_NAMES } from "../src/policy/rule-names.js";
import { firstCells } from "./documents.js";

const contributing = readFileSync("CONTRIBUTING.md", "utf8");
const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  encoding: "utf8",
})
  .trim()
  .split("\n");
const texts = new Map<string, string>();
const camelCase = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The kinds with the folders that they stand in. */
const KINDS = await Promise.all(
  readdirSync("src/kinds", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "common")
    .map(async ({ name: folder }) => {
      const { [camelCase(folder)]: kind } = await import(`../src/kinds/${folder}/${folder}.ts`);
      return { folder, traits: (kind as Kind).traits };
    }),
);
const KIND_FOLDERS = new Map<string, string>(KINDS.map(({ traits, folder }) => [traits.kind, folder]));

interface Recipe {
  heading: string;
  /** what stands for a name in a path */
  placeholder: string;
  names: readonly string[];
  /** what stands in a path for a name, where that is another word */
  inPath?(name: string): string;
  /** whether a text speaks of what has this name */
  mentions(text: string, name: string): boolean;
  /** files that speak of them all and need not be touched: facts of the API server, and what only happens to */
  besides?: readonly string[];
}

const word = (name: string) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`);

/** Whether a text has a version, such as "1.37", as the end of a range or of a list, or a release of it; not one that speaks of what came with it. */
function mentionsAsNewest(text: string, version: string): boolean {
  const minor = Number(version.split(".")[1]);
  const signs = [
    `\\bto "?1\\.${minor}\\b`,
    `MINOR = ${minor}\\b`,
    `\\b${minor - 1}(?:, |\\|)${minor}\\b`,
    `\\bv?[01]\\.${minor}\\.\\d`,
  ];
  return new RegExp(signs.join("|")).test(text);
}

const RECIPES: Recipe[] = [
  {
    heading: "### A rule",
    placeholder: "<rule>",
    names: RULE_NAMES,
    mentions: (text, name) => word(name).test(text) || word(camelCase(name)).test(text),
  },
  {
    heading: "### A kind of workload",
    placeholder: "<kind>",
    names: WORKLOAD_KIND_NAMES,
    inPath: (name) => KIND_FOLDERS.get(name) ?? name,
    mentions: (text, name) =>
      new RegExp(`(?<![\\w-])${name}s?(?![\\w-])`).test(text) ||
      word(camelCase(KIND_FOLDERS.get(name) ?? name)).test(text) ||
      text.includes(`/kinds/${KIND_FOLDERS.get(name)}/`),
    besides: [
      "docs/rollout-page.md",
      "docs/rules/readiness-gate.md",
      "docs/rules/refused-object.md",
      "docs/rules/unknown-field.md",
      "src/api-server/fields/field-types.ts",
      "src/api-server/validate/validate-object.ts",
      "src/api-server/validate/workload-spec.ts",
      "test/cli/kinds.test.ts",
      "test/kinds/unjudged-kinds.test.ts",
    ],
  },
  {
    heading: "### A policy key",
    placeholder: "<key>",
    names: Object.keys(policySchema.shape).filter((key) => key !== "_extends"),
    mentions: (text, name) => word(name).test(text),
  },
  {
    heading: "### A CLI format",
    placeholder: "<format>",
    names: Object.keys(FORMATS),
    // The last one is the table of formats, in the bundle too.
    mentions: (text, name) =>
      new RegExp(`--format ${name}\\b|\\bformat${name}\\b|\\b${name}: ?(?:\\(|\\w+=>)`, "i").test(text),
  },
  {
    heading: "### A minor version of Kubernetes",
    placeholder: "<version>",
    names: KUBERNETES_VERSIONS.slice(-1),
    mentions: mentionsAsNewest,
    besides: ["src/kinds/stateful-set/stateful-set-features.ts", "src/rules/common/asked-path.ts"],
  },
];

function placesOf({ heading }: Recipe): string[] {
  const [, below] = contributing.split(`\n${heading}\n`) as [string, string];
  const [section] = below.split(/^#{2,3} /m) as [string];
  return firstCells(section, "place | what it holds").map((cell) => cell.replaceAll("`", ""));
}

function textOf(path: string): string {
  const known = texts.get(path) ?? readFileSync(path, "utf8");
  texts.set(path, known);
  return known;
}

/** The files that a place stands for, of one name; a place may be one of two. */
function filesAt(place: string, { placeholder, inPath }: Recipe, name: string): string[] {
  const word = inPath?.(name) ?? name;
  return place.split(" or ").flatMap((one) => {
    const [before, after] = one.replaceAll(placeholder, word).split("*") as [string, string?];
    return tracked.filter((path) =>
      after === undefined ? path === before : path.startsWith(before) && path.endsWith(after),
    );
  });
}

function missingAt(place: string, recipe: Recipe): string[] {
  return recipe.names.filter(
    (name) => !filesAt(place, recipe, name).some((path) => recipe.mentions(textOf(path), name)),
  );
}

/** Whether a place is another one, or one of those that it stands for. */
function isWithin(place: string, other: string): boolean {
  return other.split(" or ").some((one) => {
    const [before, after] = one.split("*") as [string, string?];
    return after === undefined ? place === before : place.startsWith(before) && place.endsWith(after);
  });
}

/** Where all of them are named: in one file, or in a file each that is named for them. */
function foundPlaces(recipe: Recipe): string[] {
  const { placeholder, names, mentions, inPath = (name) => name } = recipe;
  const candidates = tracked.filter((path) =>
    /^(?:src|docs|action|test\/(?:policy|cli|rules|kinds))\/.*\.(?:ts|md|js|json)$|^[A-Z]+\.md$/.test(path),
  );
  const lists = candidates.filter((path) => names.every((name) => mentions(textOf(path), name)));
  const [first, ...others] = names as [string, ...string[]];
  const named = new RegExp(`(?<=/|-)${inPath(first)}(?=[/.])`, "g");
  const own = candidates
    .filter((path) => path.search(named) !== -1)
    .map((path) => path.replace(named, placeholder))
    .filter((place) => others.every((name) => filesAt(place, recipe, name).length > 0));
  return [...lists, ...own];
}

describe.each(RECIPES)("$heading", (recipe) => {
  const places = placesOf(recipe);

  test.each(places)("%s has every one of them", (place) => {
    expect(missingAt(place, recipe)).toEqual([]);
  });

  test("forgets no place where all of them stand", () => {
    const { besides = [] } = recipe;
    const found = foundPlaces(recipe).filter((place) => !besides.includes(place));
    expect(found.filter((place) => !places.some((one) => isWithin(place, one)))).toEqual([]);
  });
});

test("a kind that is judged is not listed as one that is not", () => {
  const listed = KINDS.filter(({ traits: { apiVersions, kind } }) =>
    apiVersions.some((apiVersion) => isKnownUnjudged({ apiVersion, kind })),
  );
  expect(listed.map(({ folder }) => folder)).toEqual([]);
});

describe("a recipe that is followed", () => {
  const [rules] = RECIPES as [Recipe];

  test("misses a place where a new one is not named yet", () => {
    const withNew = { ...rules, names: [...RULE_NAMES, "made-up-rule"] };
    const missing = placesOf(rules).filter((place) => missingAt(place, withNew).includes("made-up-rule"));
    expect(missing).toEqual(placesOf(rules));
  });

  // The next one is named as what is refused.
  test("misses every place where a later version is not named yet", () => {
    const versions = RECIPES.at(-1) as Recipe;
    const later = KUBERNETES_VERSIONS.at(-1)?.replace(/\d+$/, (minor) => String(Number(minor) + 2)) as string;
    const withLater = { ...versions, names: [later] };
    const places = placesOf(versions);
    expect(places.filter((place) => missingAt(place, withLater).includes(later))).toEqual(places);
  });
});
