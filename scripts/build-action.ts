/** `npm run build:action`: writes the one file that the GitHub Action runs, and the licences of what is in it. */
import { mkdir, writeFile } from "node:fs/promises";
import { bundleAction } from "./action/bundle-action.js";

const { script, licenses } = await bundleAction();
await mkdir("action", { recursive: true });
await writeFile("action/index.js", script);
await writeFile("action/LICENSES.txt", licenses);
process.stdout.write(`action/index.js has ${Math.round(script.length / 1024)} KiB\n`);
