/** Files that need one another are one file, or hide a third that both need. */
import { describe, expect, test } from "vitest";
import { findCircles } from "./architecture/find-circles.js";
import { readSource, readSourceFiles } from "./architecture/read-imports.js";

describe("no circle of files, types counted", () => {
  test.each(["src", "sandbox"] as const)("in %s/", (folder) => {
    const files = readSourceFiles(folder);
    expect(files.length).toBeGreaterThan(50);
    expect(findCircles(files)).toEqual([]);
  });

  test.each(["src", "sandbox"] as const)("nor of folders in %s/", (folder) => {
    const partOf = (file: string): string => file.replace(/\/.*/, "");
    const targets = new Map<string, { target: string }[]>();
    for (const { file, imports } of readSourceFiles(folder)) {
      const others = imports.filter(
        ({ target }) => partOf(target) !== partOf(file) && target.endsWith(".ts"),
      );
      const known = targets.get(partOf(file)) ?? [];
      targets.set(partOf(file), [...known, ...others.map(({ target }) => ({ target: partOf(target) }))]);
    }
    const parts = [...targets].map(([file, imports]) => ({ file, imports }));
    expect(parts.length).toBeGreaterThan(8);
    expect(findCircles(parts)).toEqual([]);
  });

  test("is a matter of every import, of a type's as well", () => {
    const files = [
      readSource("a/one.ts", 'import type { Two } from "../b/two.js";'),
      readSource("b/two.ts", 'export { three } from "./three.js";\nimport "./four.js";'),
      readSource("b/three.ts", 'const later = await import("../a/one.js");'),
      readSource("b/four.ts", 'import { readFileSync } from "node:fs";'),
    ];
    expect(findCircles(files)).toEqual([["a/one.ts", "b/two.ts", "b/three.ts"]]);
    expect(findCircles(files.slice(1))).toEqual([]);
  });
});
