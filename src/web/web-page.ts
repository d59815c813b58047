/** Something that this process shows to people. */
export type WebPage =
  | {
      kind: "content";
      /** with its charset, where it is text */
      contentType: string;
      /** made when the page is first asked for, where that takes work */
      body: string | Buffer | (() => string);
      /** it may run the scripts that this process serves, and no others */
      scripts?: boolean;
    }
  | {
      kind: "redirect";
      /** relative to the page's own address, so that it holds behind a proxy that serves us under a path */
      to: string;
    };

/** Pages by their path, which begins with a slash. */
export type WebPages = ReadonlyMap<string, WebPage>;

/** A page of HTML. */
export function htmlPage(
  body: string | (() => string),
  { scripts = false }: { scripts?: boolean } = {},
): WebPage {
  return { kind: "content", contentType: "text/html; charset=utf-8", body, scripts };
}

/** A style sheet. */
export function stylePage(body: string): WebPage {
  return { kind: "content", contentType: "text/css; charset=utf-8", body };
}

/** Text that is JSON already. */
export function jsonPage(body: string): WebPage {
  return { kind: "content", contentType: "application/json; charset=utf-8", body };
}
