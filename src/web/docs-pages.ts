/** The documentation as pages: each file of the folder at its own path, so that links between them hold as they are. */
import { readdirSync, readFileSync } from "node:fs";
import { posix, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { htmlDocument } from "./document.js";
import { ICON_PAGE } from "./icon.js";
import { PAGE_STYLE } from "./page-style.js";
import { renderMarkdown } from "./render-markdown.js";
import { htmlPage, jsonPage, stylePage, type WebPage, type WebPages } from "./web-page.js";

/** Where links lead that leave the documentation. */
const REPOSITORY_URL = "https://github.com/surefoot-dev/surefoot/blob/main";

/** The folder beside the program, in a checkout and in the package. */
const DOCS_FOLDER = fileURLToPath(new URL("../../docs", import.meta.url));

const STYLE = "style.css";
const ICON = "icon.svg";
/** The page that lists all others. */
const INDEX = "README.md";

/**
 * The pages under `/docs/` with their style sheet; empty where there is no folder with an index. A text is read at once and
 * becomes a page when that is asked for: most processes are never asked for one.
 */
export function loadDocsPages(folder: string = DOCS_FOLDER): WebPages {
  const paths = documentPaths(folder);
  if (!paths.includes(INDEX)) return new Map();
  const pages = paths.map((path): [string, WebPage] => {
    const text = readFileSync(resolve(folder, path), "utf8");
    if (path.endsWith(".json")) return [`/docs/${path}`, jsonPage(text)];
    const write = (): string => {
      const { title, html } = renderMarkdown(text, (target) => linkFrom(path, target, paths));
      return page(title, path, html);
    };
    return [path === INDEX ? "/docs/" : `/docs/${path}`, htmlPage(write)];
  });
  return new Map([
    ["/docs", { kind: "redirect", to: "docs/" }],
    ...pages,
    // The name under which the other pages link to it, as on GitHub.
    [`/docs/${INDEX}`, { kind: "redirect", to: "./" }],
    [`/docs/${ICON}`, ICON_PAGE],
    [`/docs/${STYLE}`, stylePage(PAGE_STYLE)],
  ]);
}

function documentPaths(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((path) => path.replaceAll("\\", "/"))
      .filter((path) => /\.(?:md|schema\.json)$/.test(path))
      .sort();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

// A page's own address has as many parts as its path, so what is relative in the file is relative here.
function linkFrom(path: string, target: string, paths: readonly string[]): string {
  const within = posix.join(posix.dirname(path), target);
  return paths.includes(within) ? target : `${REPOSITORY_URL}/${posix.join("docs", within)}`;
}

function page(title: string, path: string, main: string): string {
  const up = "../".repeat(path.split("/").length - 1);
  const home = up === "" ? "./" : up;
  return htmlDocument({ title, styles: [`${up}${STYLE}`], icon: `${up}${ICON}`, home, main });
}
