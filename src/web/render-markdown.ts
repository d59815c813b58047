/** Markdown of our own to plain HTML: headings with ids, tables, code. Raw HTML in it is left out. */
import { toHtml } from "hast-util-to-html";
import rehypeSlug from "rehype-slug";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { visit } from "unist-util-visit";

type Node = Exclude<Parameters<typeof toHtml>[0], readonly unknown[]>;
type Root = Extract<Node, { type: "root" }>;
type Element = Extract<Node, { type: "element" }>;
type ElementContent = Element["children"][number];

interface RenderedMarkdown {
  /** text of the first heading */
  title: string;
  html: string;
}

const processor = unified().use(remarkParse).use(remarkGfm).use(remarkRehype).use(rehypeSlug);

/** Renders a page; `linkTo` says where a relative link leads, by its path as it is written. */
export function renderMarkdown(text: string, linkTo: (path: string) => string): RenderedMarkdown {
  const tree = processor.runSync(processor.parse(text)) as Root;
  let title = "";
  visit(tree, "element", (element) => {
    if (element.tagName === "h1" && title === "") title = textOf(element);
    if (element.tagName === "img") asLink(element);
    if (element.tagName === "a") redirect(element, linkTo);
    // Wide tables and code scroll by themselves, also by keyboard.
    if (element.tagName === "pre" || element.tagName === "table") element.properties.tabIndex = 0;
  });
  return { title, html: toHtml(tree) };
}

/** Pages have no pictures of their own: a picture is a link to it, in the words that describe it. */
function asLink(element: Element): void {
  const { src, alt } = element.properties;
  element.tagName = "a";
  element.properties = { href: String(src ?? "") };
  element.children = [{ type: "text", value: String(alt ?? "") }];
}

function redirect({ properties }: Element, linkTo: (path: string) => string): void {
  const href = String(properties.href ?? "");
  if (href.startsWith("#") || /^[a-z][a-z0-9+.-]*:/i.test(href)) return;
  const [path, anchor] = href.split("#", 2) as [string, string | undefined];
  properties.href = `${linkTo(path)}${anchor === undefined ? "" : `#${anchor}`}`;
}

function textOf(node: ElementContent): string {
  if (node.type === "text") return node.value;
  return node.type === "element" ? node.children.map(textOf).join("") : "";
}
