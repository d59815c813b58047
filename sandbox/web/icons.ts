/** The page's few pictures, drawn on 16 by 16 with the colour of the text around them. */
import { s } from "hastscript";
import type { Element } from "./html.js";

const SHAPES = {
  open: "M4 5.5v6M12 11.5V7a2 2 0 0 0-2-2H7.5M9.5 2.5 7 5l2.5 2.5M4 2.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3ZM4 11a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3ZM12 11.5a1.25 1.25 0 1 1 0 2.5 1.25 1.25 0 0 1 0-2.5Z",
  draft:
    "M4 5.5v6M12 4v.5M12 7v1M4 2.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3ZM4 11a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3ZM12 10.8a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3Z",
  merged:
    "M4.5 5.5v5.5M4.5 5.5c.5 2.5 2.5 4 5.5 4M4.5 2.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3ZM4.5 11a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3ZM11.5 8a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3Z",
  closed:
    "M4 5.5v6M4 2.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3ZM4 11a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3ZM10 3l4 4M14 3l-4 4M12 10v4",
  success: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM5 8.2l2.1 2.1L11 6.2",
  failure: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6",
  neutral: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM5 8h6",
  pending: "M8 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM8 6.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3Z",
  commit: "M8 5.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5ZM1 8h4.5M10.5 8H15",
  review:
    "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM8 6.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6Z",
  warning: "M8 2 14.5 13.5h-13ZM8 6.5v3.2M8 11.6v.2",
} as const;

export type IconName = keyof typeof SHAPES;

/** A picture that says nothing that the words beside it do not say. */
export function icon(name: IconName, className = `icon-${name}`): Element {
  return s(
    "svg",
    { className: ["icon", className], viewBox: "0 0 16 16", width: 16, height: 16, ariaHidden: "true" },
    s("path", { d: SHAPES[name] }),
  ) as Element;
}
