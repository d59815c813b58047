/** The documentation as pages: each file of the folder at its own path, so that links between them hold as they are. */
import { readdirSync, readFileSync } from "node:fs";
import { posix, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { escapeHtml, htmlDocument } from "./document.js";
import { ICON_PAGE } from "./icon.js";
import { PAGE_STYLE } from "./page-style.js";
import { renderMarkdown } from "./render-markdown.js";
import { htmlPage, stylePage, type WebPages } from "./web-page.js";

/** Where links lead that leave the documentation. */
const REPOSITORY_URL = "https://github.com/surefoot-dev/surefoot/blob/main";

/** The folder beside the program, in a checkout and in the package. */
export const DOCS_FOLDER = fileURLToPath(new URL("../../docs", import.meta.url));

const STYLE = "style.css";
const ICON = "icon.svg";

interface DocsSource {
  /** within the documentation, such as rules/worst-case.md */
  path: string;
  text: string;
}

interface DocsPage {
  /** within the documentation, such as rules/worst-case.md */
  path: string;
  title: string;
  html: string;
}

/**
 * The pages under `/docs/`, with their style sheet and a list of them all; empty where there is no such folder. A text is
 * read at once and becomes a page when that is asked for: most processes are never asked for one.
 */
export function loadDocsPages(folder: string = DOCS_FOLDER): WebPages {
  const paths = markdownPaths(folder);
  if (paths.length === 0) return new Map();
  const sources = paths.map(
    (path): DocsSource => ({ path, text: readFileSync(resolve(folder, path), "utf8") }),
  );
  const render = ({ path, text }: DocsSource): DocsPage => ({
    path,
    ...renderMarkdown(text, (target) => linkFrom(path, target, paths)),
  });
  const write = (source: DocsSource): string => {
    const { path, title, html } = render(source);
    return page(title, path, html);
  };
  return new Map([
    ["/docs", { kind: "redirect", to: "docs/" }],
    ["/docs/", htmlPage(() => page("Documentation", "", listOf(sources.map(render))))],
    [`/docs/${ICON}`, ICON_PAGE],
    [`/docs/${STYLE}`, stylePage(PAGE_STYLE)],
    ...sources.map((source) => [`/docs/${source.path}`, htmlPage(() => write(source))] as const),
  ]);
}

function markdownPaths(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((path) => path.replaceAll("\\", "/"))
      .filter((path) => path.endsWith(".md"))
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

function listOf(pages: readonly DocsPage[]): string {
  const item = ({ path, title }: DocsPage): string => `<li><a href="${path}">${escapeHtml(title)}</a></li>`;
  const general = pages.filter(({ path }) => !path.includes("/")).map(item);
  const rules = pages.filter(({ path }) => path.startsWith("rules/")).map(item);
  return `<h1>Documentation</h1>
<ul>${general.join("")}</ul>
<h2>Rules</h2>
<ul>${rules.join("")}</ul>`;
}
