/** `npm run build:action`: writes what the GitHub Action runs, and the licences of what is in it. */
import { mkdir, writeFile } from "node:fs/promises";
import { bundleAction } from "./action/bundle-action.js";
import { bundleWorker } from "./render/bundle-worker.js";

const { script, licenses } = await bundleAction();
await mkdir("action", { recursive: true });
await writeFile("action/index.js", script);
await writeFile("action/LICENSES.txt", licenses);
await writeFile("action/render-worker.js", await bundleWorker());
process.stdout.write(`action/index.js has ${Math.round(script.length / 1024)} KiB\n`);
