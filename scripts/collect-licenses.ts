import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const RULE = "=".repeat(80);

/**
 * The licences of the packages that the given files belong to, as one text in the order of their names; `what` is made
 * of these files.
 */
export async function collectLicenses(what: string, files: readonly string[]): Promise<string> {
  const folders = [...new Set(files.flatMap((file) => packageFolder(file) ?? []))].sort();
  const texts = await Promise.all(folders.map(licenseText));
  return `${what} is made of Surefoot, under the Apache License 2.0, and of these packages.\n\n${texts.join("\n")}`;
}

function packageFolder(file: string): string | null {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.replaceAll("\\", "/"))?.[0] ?? null;
}

async function licenseText(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice|copying)\b/i.test(file)).sort();
  if (files.length === 0 || typeof license !== "string") throw new Error(`${name} has no licence`);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return licenseEntry(`${name} ${version} (${license})`, texts);
}

/** One package of a list of licences: its heading between rules, then its texts. */
export function licenseEntry(heading: string, texts: readonly string[]): string {
  const body = texts.map((text) => text.replace(/\r\n?/g, "\n").trim()).join("\n\n");
  return `${RULE}\n${heading}\n${RULE}\n\n${body}\n`;
}
