/** A part of `npm run build`: what the rollout page loads, in the folder of the built program. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ASSET_FILES, type RolloutAssets } from "../src/web/rollout-page.js";
import { bundleRolloutPage } from "./rollout-page/bundle-rollout-page.js";

const folder = join(process.argv[2] ?? "dist", "web/browser");
const assets = await bundleRolloutPage();
await mkdir(folder, { recursive: true });
for (const asset of Object.keys(ASSET_FILES) as (keyof RolloutAssets)[])
  await writeFile(join(folder, ASSET_FILES[asset]), assets[asset]);
