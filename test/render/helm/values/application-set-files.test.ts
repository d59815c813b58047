/** Files in which ApplicationSets have their parameters: all are read, and what a limit leaves out is told. */
import { describe, expect, it } from "vitest";
import { type Tree, treeOf } from "../../../../src/changeset/tree.js";
import { readSides } from "../../../../src/render/helm/values/values-sets.js";

const REPOSITORY = "https://git.example/shop/web.git";
const FILE = "argocd/web.yaml";
const LEFT_OUT =
  "a file that says with which values charts are installed more often, or by more or larger files, than is looked at";

const set = (generators: unknown, parameter = "env"): string => {
  const source = { repoURL: REPOSITORY, path: "charts/web" };
  const template = { metadata: { name: `web-{{${parameter}}}` }, spec: { source } };
  const spec = JSON.stringify({ generators, template });
  return `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: web }\nspec: ${spec}\n`;
};

const files = (path: string) => ({ git: { repoURL: REPOSITORY, files: [{ path }] } });
const list = (elements: readonly object[]) => ({ list: { elements } });
const both = (...generators: object[]) => ({ matrix: { generators } });
const laidOver = (key: string, ...generators: object[]) => ({ merge: { mergeKeys: [key], generators } });
const countTo = <Value>(count: number, of: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => of(index));

/** As many files as that, each with the parameters of one Application. */
const configs = (count: number, folder = "settings"): Record<string, string> =>
  Object.fromEntries(countTo(count, (index) => [`${folder}/${100 + index}.json`, `{"env": "e${index}"}`]));

/** How many sets one side has, their names, its notes, and how often its tree was read for the files. */
async function side(
  texts: Readonly<Record<string, string>>,
  treeFor: (texts: object) => Tree = () => treeOf(texts),
) {
  const tree = treeFor(texts);
  const reads: number[] = [];
  const head: Tree = {
    ...tree,
    read: (paths) => {
      const asked = [...paths];
      if (asked.some((path) => path.endsWith(".json"))) reads.push(asked.length);
      return tree.read(asked);
    },
  };
  const context = {
    policy: [],
    changed: new Set<string>(),
    previousPathOf: (path: string) => path,
    isWanted: () => true,
  };
  const { head: found } = await readSides({ base: null, head }, ["charts/web"], context);
  return {
    names: found.declared.map(({ name }) => name?.replace("Application web-", "")),
    notes: found.notes.map(({ path, message }) => [path, message]),
    reads,
  };
}

describe("files of parameters", () => {
  it("are read in one round, however many they are", async () => {
    const found = await side({ [FILE]: set([files("settings/*.json")]), ...configs(10) });
    expect(found).toEqual({ names: countTo(10, (index) => `e${index}`), notes: [], reads: [10] });
  });

  it("are read in one round also where a list names each of them", async () => {
    const named = both(list(countTo(10, (index) => ({ at: 100 + index }))), files("settings/{{at}}.json"));
    const found = await side({ [FILE]: set([named]), ...configs(10) });
    expect(found).toEqual({ names: countTo(10, (index) => `e${index}`), notes: [], reads: [10] });
  });

  it("may name further files, as deep as generators may stand in each other", async () => {
    const next = (folder: string, names: string[]) =>
      Object.fromEntries(
        names.map((name) => [`${folder}/${name}.json`, JSON.stringify({ [folder]: `${name}x` })]),
      );
    const texts = { ...next("a", ["1", "2", "3", "4", "5"]), ...next("b", ["1x", "2x", "3x", "4x", "5x"]) };
    const chain = both(both(files("a/*"), files("b/{{a}}.json")), files("c/{{b}}.json"));
    const last = next("c", ["1xx", "2xx", "3xx", "4xx", "5xx"]);
    const found = await side({ [FILE]: set([chain], "c"), ...texts, ...last });
    expect(found).toEqual({ names: countTo(5, (index) => `${index + 1}xxx`), notes: [], reads: [5, 5, 5] });
  });

  it("are one hundred of a side, and more are told", async () => {
    const hundred = await side({ [FILE]: set([files("settings/*.json")]), ...configs(100) });
    expect([hundred.names.length, hundred.notes]).toEqual([100, []]);
    const more = await side({ [FILE]: set([files("settings/*.json")]), ...configs(101) });
    expect([more.names.length, more.notes]).toEqual([100, [[FILE, LEFT_OUT]]]);
    const empty = Object.fromEntries(Object.keys(configs(101)).map((path) => [path, "[]"]));
    expect(await side({ [FILE]: set([files("settings/*.json")]), ...empty })).toMatchObject({
      names: [],
      notes: [[FILE, LEFT_OUT]],
    });
  });

  it("are told by each set that has some of those that are too many", async () => {
    const other = "argocd/zone.yaml";
    const texts = {
      [FILE]: set([files("settings/*.json")]),
      [other]: set([files("zones/*.json")]),
      ...configs(60),
      ...configs(60, "zones"),
    };
    expect((await side(texts)).notes).toEqual([[other, LEFT_OUT]]);
  });

  it.each([
    [
      "is too large",
      `{"env": "${"x".repeat(256 * 1024)}"}`,
      (texts: object) => treeOf(texts as Record<string, string>),
    ],
    [
      "cannot be loaded",
      "{}",
      (texts: object) => {
        const { "settings/105.json": gone, ...others } = texts as Record<string, string>;
        return { ...treeOf(others), paths: async () => Object.keys(texts) };
      },
    ],
  ])("are told where one %s", async (_, text, treeFor) => {
    const texts = { [FILE]: set([files("settings/*.json")]), ...configs(6), "settings/105.json": text };
    const { names, notes } = await side(texts, treeFor);
    expect([names, notes]).toEqual([["e0", "e1", "e2", "e3", "e4"], [[FILE, LEFT_OUT]]]);
  });
});

describe("what is laid over others", () => {
  const base = list([{ zone: 150, env: "old" }]);
  const over = (count: number) => list(countTo(count, (index) => ({ zone: index, env: `new${index}` })));

  it("is looked at up to one hundred of each, and of more nothing is known", async () => {
    const last = list([{ zone: 99, env: "old" }]);
    expect(await side({ [FILE]: set([laidOver("zone", last, over(100))]) })).toMatchObject({
      names: ["new99"],
      notes: [],
    });
    expect(await side({ [FILE]: set([laidOver("zone", base, over(151))]) })).toMatchObject({
      names: [],
      notes: [[FILE, LEFT_OUT]],
    });
  });

  it("is not known where it stands in too many files, or comes of too long a matrix", async () => {
    const texts = Object.fromEntries(
      countTo(151, (index) => [`settings/${100 + index}.json`, `{"zone": ${index}, "env": "new"}`]),
    );
    const long = both(over(50), list([{ a: 1 }, { a: 2 }, { a: 3 }]));
    for (const one of [files("settings/*.json"), long])
      expect(await side({ [FILE]: set([laidOver("zone", base, one)]), ...texts })).toMatchObject({
        names: [],
        notes: [[FILE, LEFT_OUT]],
      });
  });
});
