/** The project's documents as text, for the tests that hold them against the tool and against one another. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Folders whose Markdown is written by the tests, or is no document of ours. */
const OTHERS = /^(?:node_modules|dist|test|samples|action|\..*)$/;

/** Every document of the project, from its root on. */
export function documentPaths(folder = ""): string[] {
  return readdirSync(folder || ".", { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return OTHERS.test(path) ? [] : documentPaths(path);
      return path.endsWith(".md") ? [path] : [];
    })
    .sort();
}

/** The first cells of the rows of the one table with that header. */
export function firstCells(text: string, header: string): string[] {
  const [, table, ...more] = text.split(`\n| ${header} |\n`);
  if (table === undefined || more.length > 0) throw new Error(`not one table “${header}”`);
  const rows = (table.split("\n\n")[0] as string).trim().split("\n").slice(1);
  return rows.map((row) => (row.split("|")[1] as string).trim());
}

/** The anchors that GitHub gives to the headings of a page. */
export function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  return [...withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => {
    const shown = (heading as string).replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
    const slug = shown
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\-_ ]/gu, "")
      .replaceAll(" ", "-");
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

/** Relative links of a page that lead nowhere: to no file, or to no heading of one. */
export function deadLinks(page: string): string[] {
  const text = readFileSync(page, "utf8");
  const inline = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target as string);
  const referred = [...text.matchAll(/^\[[^\]]+\]: (\S+)$/gm)].map(([, target]) => target as string);
  return [...inline, ...referred].filter((target) => !/^[a-z]+:/.test(target) && isDead(page, target));
}

function isDead(page: string, target: string): boolean {
  const [path, anchor] = target.split("#") as [string, string?];
  const file = path === "" ? page : join(dirname(page), path);
  if (!existsSync(file)) return true;
  return anchor !== undefined && !anchorsOf(readFileSync(file, "utf8")).includes(anchor);
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, "");
}
