/**
 * HTML as a tree, turned into text once at the end: nothing that a stranger wrote can be anything but text, since no
 * part of the page ever joins strings into markup.
 */
import type { Element, ElementContent, Root, RootContent } from "hast";
import { toHtml } from "hast-util-to-html";
import { h } from "hastscript";

export type { Element, ElementContent, Root };
export { h };

/** The text of a tree. */
export function htmlText(tree: Root | RootContent | RootContent[]): string {
  return toHtml(tree);
}

/** "1 file", "2 files". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** A word for an `id`, out of any text. */
export function slug(text: string): string {
  return text.replace(/[^\w-]+/g, "-");
}

/** Replaces elements of a tree where the function names something else; null takes one away. */
export function replaceElements(
  parent: Root | Element,
  replace: (element: Element) => ElementContent | null | undefined,
): void {
  parent.children = parent.children.flatMap((child): ElementContent[] => {
    if (child.type !== "element") return [child as ElementContent];
    const other = replace(child);
    if (other === undefined) replaceElements(child, replace);
    return other === undefined ? [child] : other === null ? [] : [other];
  });
}

/** The words of an element without its markup. */
export function textOf(node: Root | ElementContent): string {
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map((child) => textOf(child as ElementContent)).join("") : "";
}
