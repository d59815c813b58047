import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** A pull request that the demo opens. */
export interface Sample {
  /** the folder with its files, and the name of its repository */
  folder: string;
  repository: string;
  /** what its base's commit says */
  begin: string;
  head: string;
  title: string;
  body: string;
}

/** The files of a sample on one side, by path. */
export async function readSample({ folder }: Sample, side: "base" | "head"): Promise<Record<string, Buffer>> {
  const root = join(fileURLToPath(new URL(`../${folder}`, import.meta.url)), side);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files
    .sort()
    .map(async (file) => [relative(root, file).split(sep).join("/"), await readFile(file)] as const);
  return Object.fromEntries(await Promise.all(read));
}

/** Manifests as they are applied. */
export const SHOP: Sample = {
  folder: "sample",
  repository: "shop",
  begin: "Begin the shop",
  head: "new-cluster",
  title: "Move the shop to the new cluster",
  body: `Brings the first services over:

* \`web\` and \`catalog\`, the two that customers reach
* \`mailer\`, which takes letters from a queue
* \`database\`, two replicas for a start
* \`uploads\`, with the volume that holds them
* \`reports\`, not finished yet
* \`orders\` gets a Service: so far it took its work from a queue, now \`web\` asks it
`,
};

/** A chart, in whose template the comment stands. */
export const SEARCH: Sample = {
  folder: "sample-chart",
  repository: "search",
  begin: "Begin the search",
  head: "search-6",
  title: "Search 6, which has a port of its own",
  body: "The new search listens on 8080, and has no path that tells whether it is ready.\n",
};
