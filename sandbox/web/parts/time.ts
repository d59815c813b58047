import { type Element, h } from "../html.js";

/** A moment as GitHub writes it, in words; nothing where it is none. */
export function time(iso: string): Element | null {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return null;
  const words = date.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  return h("time.muted", { dateTime: date.toISOString() }, `${words} UTC`);
}
