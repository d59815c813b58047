/** The map of the folders names all of them, in the order in which they use one another. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readSourceFiles } from "./architecture/read-imports.js";
import { firstCells } from "./documents.js";

const page = readFileSync("ARCHITECTURE.md", "utf8");
const bare = (cell: string) => cell.replaceAll("`", "").replace(/\/$/, "");
const map = firstCells(page, "folder | what it knows | what it does not know").map(bare);

const foldersIn = (folder: string) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

describe("ARCHITECTURE.md", () => {
  test("has at most 180 lines", () => {
    expect(page.split("\n").length - 1).toBeLessThanOrEqual(180);
  });

  test("names every folder of src, every file beside them, and the page's script", () => {
    expect(map.toSorted()).toEqual([...readdirSync("src"), "web/browser"].sort());
  });

  test("has them in an order in which each imports only what stands above it", () => {
    const partOf = (file: string) =>
      file.startsWith("web/browser/") ? "web/browser" : (file.split("/")[0] as string);
    const upward = readSourceFiles().flatMap(({ file, imports }) =>
      imports
        .filter(({ target }) => map.includes(partOf(target)))
        .filter(({ target }) => map.indexOf(partOf(target)) > map.indexOf(partOf(file)))
        .map(({ target }) => `${file} → ${target}`),
    );
    expect(upward).toEqual([]);
  });

  test("names every folder beside src", () => {
    const others = foldersIn(".").filter((name) => !/^(?:\..*|src|dist|node_modules|coverage)$/.test(name));
    expect(firstCells(page, "folder | holds").map(bare)).toEqual(others.sort());
  });
});

test("the page beside src/github names every folder there", () => {
  const named = firstCells(readFileSync("src/github/README.md", "utf8"), "folder | holds").map(bare);
  expect(named.filter((name) => name !== "beside them").sort()).toEqual(foldersIn("src/github").sort());
});
