import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../sample", import.meta.url));

/** The files of the sample on one side, by path. */
export async function readSample(side: "base" | "head"): Promise<Record<string, Buffer>> {
  const root = join(FOLDER, side);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files
    .sort()
    .map(async (file) => [relative(root, file).split(sep).join("/"), await readFile(file)] as const);
  return Object.fromEntries(await Promise.all(read));
}

/** The title of the sample's pull request. */
export const SAMPLE_TITLE = "Move the shop to the new cluster";

export const SAMPLE_BODY = `Brings the first services over:

* \`web\` and \`catalog\`, the two that customers reach
* \`mailer\`, which takes letters from a queue
* \`database\`, two replicas for a start
* \`reports\`, not finished yet
* \`orders\` gets a Service: so far it took its work from a queue, now \`web\` asks it
`;
