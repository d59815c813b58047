import { loadDocsPages } from "./docs-pages.js";
import { loadRolloutAssets, type RolloutAssets, rolloutPages } from "./rollout-page.js";
import type { WebPages } from "./web-page.js";

/** Everything that this process shows to people. The rollout page's assets are those beside the program unless given. */
export function createPages(assets: RolloutAssets | null = loadRolloutAssets()): WebPages {
  return new Map([...loadDocsPages(), ...rolloutPages(assets)]);
}
