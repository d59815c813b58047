import type { WebPage } from "./web-page.js";

// Three bars, of which the middle one is missing for a while.
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0550ae"/><path d="M4 3v10M12 3v10" stroke="#fff" stroke-width="2"/><path d="M8 3v10" stroke="#fff" stroke-width="2" stroke-dasharray="2 2"/></svg>`;

/** The icon of every page. */
export const ICON_PAGE: WebPage = { kind: "content", contentType: "image/svg+xml", body: SVG };
