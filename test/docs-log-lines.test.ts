/** docs/operating.md says what each line of level error means: here it is held against the program. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readSourceFiles } from "./architecture/read-imports.js";

test("the page for those who run the App lists every line of level error, and no other", () => {
  const sources = readSourceFiles().map(({ file }) => readFileSync(`src/${file}`, "utf8"));
  const calls = sources.flatMap((code) => [
    ...code.matchAll(/\blog\.(?:error|fatal)\(\s*\{[^}]*\},\s*"([^"]+)"/g),
  ]);
  const [, table] = readFileSync("docs/operating.md", "utf8").split("### Lines of level error") as [
    string,
    string,
  ];
  const rows = [...table.split("\n## ")[0]!.matchAll(/^\| (`.*?) \|/gm)].map(([, cell]) => cell!);
  const told = rows.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, line]) => line!));
  expect(told.sort()).toEqual([...new Set(calls.map(([, line]) => line!))].sort());
});
