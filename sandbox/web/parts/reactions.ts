import { type Element, h } from "../html.js";
import type { IssueCommentView } from "../pull-request-view.js";

const PICTURES = new Map([
  ["+1", "👍"],
  ["-1", "👎"],
  ["laugh", "😄"],
  ["hooray", "🎉"],
  ["confused", "😕"],
  ["heart", "❤️"],
  ["rocket", "🚀"],
  ["eyes", "👀"],
]);

/** The reactions to a comment, each with how many gave it; its name and theirs are read out. */
export function reactionList(reactions: IssueCommentView["reactions"]): Element | null {
  if (reactions.length === 0) return null;
  const items = reactions.map(({ content, by }) => {
    const names = `${content} by ${by.join(", ")}`;
    return h("li.reaction", { dataReaction: content, title: names }, [
      h("span", { ariaHidden: "true" }, `${PICTURES.get(content) ?? content} ${by.length}`),
      h("span.visually-hidden", names),
    ]);
  });
  return h("ul.reactions", { ariaLabel: "Reactions" }, items);
}
