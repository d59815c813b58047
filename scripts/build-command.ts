/** A part of `npm run build`: the command line as one bundle, in place of what the compiler made of its start. */
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleCommand } from "./bundle-command.js";

const folder = join(process.argv[2] ?? "dist", "bin");
const { files, licenses } = await bundleCommand();
for (const [name, contents] of files) await writeFile(join(folder, name), contents);
await writeFile(join(folder, "LICENSES.txt"), licenses);
await chmod(join(folder, "surefoot.js"), 0o755);
