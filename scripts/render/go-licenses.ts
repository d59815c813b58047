import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { licenseEntry } from "../collect-licenses.js";
import type { LinkedModule } from "./build-module.js";

/** The licences and notices of the Go modules that `what` is made of, as one text in the order of their names. */
export async function collectGoLicenses(what: string, modules: readonly LinkedModule[]): Promise<string> {
  const entries = await Promise.all(modules.map(entryOf));
  return `${what} is made of Surefoot, under the Apache License 2.0, and of these modules.\n\n${entries.join("\n")}`;
}

async function entryOf({ name, version, folder, packages }: LinkedModule): Promise<string> {
  // A package that was taken over from elsewhere has its licence beside it.
  const folders = new Set(packages.flatMap((directory) => upTo(folder, directory)));
  const texts = (await Promise.all([...folders].sort().map(textsIn))).flat();
  if (texts.length === 0) throw new Error(`${name} has no licence`);
  return licenseEntry(`${name} ${version}`, [...new Set(texts)]);
}

/** The folders from a package up to its module's. */
function upTo(folder: string, directory: string): string[] {
  if (directory === folder || !directory.startsWith(folder)) return [folder];
  return [directory, ...upTo(folder, dirname(directory))];
}

async function textsIn(folder: string): Promise<string[]> {
  const files = (await readdir(folder))
    .filter((file) => /^(?:licen[cs]e|notice|copying)\b/i.test(file))
    .sort();
  return Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
}
