/** The element of the page with an id; the page and this script are made together, so that one is there. */
export function element(id: string): HTMLElement;
export function element<E extends HTMLElement>(id: string, kind: { new (): E; prototype: E }): E;
export function element(
  id: string,
  kind: { new (): HTMLElement; prototype: HTMLElement } = HTMLElement,
): HTMLElement {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`);
  return found;
}

/** An element of text that stands for nothing but itself. */
export function textElement(name: keyof HTMLElementTagNameMap, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
