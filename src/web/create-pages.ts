import { loadDocsPages } from "./docs-pages.js";
import type { WebPages } from "./web-page.js";

/** Everything that this process shows to people. */
export function createPages(): WebPages {
  return new Map([...loadDocsPages()]);
}
