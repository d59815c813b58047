import { loadDocsPages } from "./docs-pages.js";
import { loadRolloutAssets, type RolloutAssets, rolloutPages } from "./rollout-page.js";
import type { WebPages } from "./web-page.js";

/** Everything that this process shows to people. The rollout page's assets are those beside the program unless given. */
export function createPages(assets: RolloutAssets | null = loadRolloutAssets()): WebPages {
  const docs = loadDocsPages();
  // A reader who types the address alone looks for words.
  const home: WebPages = docs.size === 0 ? new Map() : new Map([["/", { kind: "redirect", to: "docs/" }]]);
  return new Map([...home, ...docs, ...rolloutPages(assets)]);
}
