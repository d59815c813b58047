import { type Element, h } from "../html.js";

/** Draws the author of something: a letter in a circle, the name, and whether it is an App. */
export function person(login: string): Element {
  const bot = /\[bot\]$/.test(login);
  const name = login.replace(/\[bot\]$/, "");
  return h("span.person", [
    h("span", { className: bot ? ["avatar", "avatar-bot"] : ["avatar"], ariaHidden: "true" }, initial(name)),
    h("strong.login", name),
    bot ? h("span.label", "bot") : null,
  ]);
}

function initial(name: string): string {
  return ([...name][0] ?? "?").toUpperCase();
}
