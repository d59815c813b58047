/** Markdown as GitHub shows it in comments: its dialect, its sanitising, nothing loaded and no account pinged. */
import { LRUCache } from "lru-cache";
import rehypeRaw from "rehype-raw";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkBreaks from "remark-breaks";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { type Element, type ElementContent, h, type Root, replaceElements, textOf } from "./html.js";

// GitHub's own list (rehype-sanitize follows it) without what could take over keys, focus or a form of the page.
const TAKEN_AWAY = ["accessKey", "action", "encType", "isMap", "method", "name", "tabIndex", "useMap"];

const SCHEMA: typeof defaultSchema = {
  ...defaultSchema,
  attributes: {
    ...defaultSchema.attributes,
    "*": (defaultSchema.attributes?.["*"] ?? []).filter((name) => !TAKEN_AWAY.includes(String(name))),
  },
};

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkBreaks)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(() => namePictures)
  .use(rehypeSanitize, SCHEMA)
  .use(() => finish);

export interface MarkdownOptions {
  /** draws a suggestion block, the first of the text or a later one; without it, it stays a block of code */
  suggestion?: (replacement: string, isFirst: boolean) => ElementContent;
}

/** Markdown of any origin to elements that are safe to stand on the page. */
export function renderMarkdown(markdown: string, options: MarkdownOptions = {}): Element {
  const { suggestion } = options;
  const tree = parsed(markdown);
  if (tree === null) return h("div.markdown", h("pre", markdown));
  let drawn = 0;
  replaceElements(tree, (element) => {
    const replacement = suggestionIn(element);
    if (replacement === null || suggestion === undefined) return undefined;
    drawn += 1;
    return suggestion(replacement, drawn === 1);
  });
  return h("div.markdown", tree.children as ElementContent[]);
}

// A hundred levels of quotes or lists mean nothing, and the parser's time grows with the square of their number.
const TOO_DEEP = /^[ \t]*(?:[>*+-][ \t]*|\d{1,9}[.)][ \t]+){50,}/m;

// A comment is drawn again at every look at the page, and takes 20 ms.
const trees = new LRUCache<string, Root>({
  max: 500,
  maxSize: 4_000_000,
  sizeCalculation: (_, key) => key.length + 1,
});

/** null where it cannot be drawn: then the text is shown as it is. */
function parsed(markdown: string): Root | null {
  if (TOO_DEEP.test(markdown)) return null;
  const known = trees.get(markdown);
  if (known !== undefined) return structuredClone(known);
  try {
    const tree = processor.runSync(processor.parse(markdown)) as Root;
    removePositions(tree);
    trees.set(markdown, structuredClone(tree));
    return tree;
  } catch {
    return null;
  }
}

function removePositions(node: Root | ElementContent): void {
  delete node.position;
  if ("children" in node) for (const child of node.children) removePositions(child as ElementContent);
}

function suggestionIn({ tagName, children }: Element): string | null {
  const [code] = children;
  if (tagName !== "pre" || code?.type !== "element" || code.tagName !== "code") return null;
  const { className } = code.properties;
  if (!Array.isArray(className) || !className.includes("language-suggestion")) return null;
  return textOf(code).replace(/\n$/, "");
}

// Pictures come from elsewhere, and the page asks no other server for anything: their words stand for them.
function namePictures(tree: Root): void {
  replaceElements(tree, ({ tagName, properties }) =>
    tagName === "img" ? h("span.picture", String(properties.alt || "picture")) : undefined,
  );
}

// A relative link would lead to files that are not served here; a box in a list is named as GitHub names it.
function finish(tree: Root): void {
  replaceElements(tree, ({ tagName, properties }) => {
    if (tagName === "input") properties.ariaLabel = `${properties.checked ? "Completed" : "Incomplete"} task`;
    if (tagName !== "a") return undefined;
    const href = String(properties.href ?? "");
    if (!/^(?:https?:|mailto:|#)/i.test(href)) delete properties.href;
    else if (!href.startsWith("#")) properties.rel = ["noopener", "noreferrer", "nofollow"];
    return undefined;
  });
}
