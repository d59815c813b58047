/** The whole page of a pull request as an HTML document. Pure: the view in, text out. */
import { count, type Element, h, htmlText } from "./html.js";
import { type IconName, icon } from "./icons.js";
import { pageContext } from "./page-context.js";
import { stateOf } from "./parts/checks.js";
import { conversation } from "./parts/conversation.js";
import { filesChanged } from "./parts/files-changed.js";
import { person } from "./parts/person.js";
import type { PullRequestView } from "./pull-request-view.js";

/** Where the page's own files are served. */
export const ASSETS = "/-/assets";

export const STYLES = ["colours.css", "page.css", "boxes.css", "markdown.css", "diff.css", "comments.css"];

/** The first one starts the others. */
export const SCRIPTS = ["pull-request.js", "keep-place.js"];

/** The document, with a sentence at its top where something was refused. */
export function pullRequestDocument(view: PullRequestView, notice: string | null = null): string {
  const title = `${view.title} · Pull request #${view.number} · ${view.owner}/${view.repo}`;
  return documentText(title, view, notice, pullRequestMain(view));
}

/** The document for an address without a pull request. */
export function missingDocument(): string {
  const main = h("main#main", [
    h("h1", "There is no such pull request here."),
    h("p.muted", "Is the number right?"),
  ]);
  return documentText("Not found", null, null, main);
}

function documentText(
  title: string,
  view: PullRequestView | null,
  notice: string | null,
  main: Element,
): string {
  const page = h("html", { lang: "en" }, [
    h("head", [
      h("meta", { charSet: "utf-8" }),
      h("title", title),
      h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      h("meta", { name: "color-scheme", content: "light dark" }),
      h("link", { rel: "icon", href: `${ASSETS}/icon.svg`, type: "image/svg+xml" }),
      ...STYLES.map((name) => h("link", { rel: "stylesheet", href: `${ASSETS}/${name}` })),
      h("script", { type: "module", src: `${ASSETS}/${SCRIPTS[0]}` }),
    ]),
    h("body", [
      h("a.skip", { href: "#main" }, "Skip to the pull request"),
      topBar(view),
      noticeBar(notice),
      main,
      h("p#announcement.visually-hidden", { ariaLive: "polite" }),
    ]),
  ]);
  return `<!doctype html>\n${htmlText(page)}\n`;
}

function topBar(view: PullRequestView | null): Element {
  const name = view === null ? "" : [h("span", view.owner), h("span.muted", " / "), h("strong", view.repo)];
  return h("header.top", [
    h("span.repository", name),
    h("span.muted.sandbox-hint", "a GitHub on your own machine"),
    h("span#live.muted", { role: "status" }),
  ]);
}

function noticeBar(notice: string | null): Element {
  return h("div#notice", { role: "alert", hidden: notice === null }, [
    h("span.notice-text", notice ?? ""),
    h("button#notice-close.button.button-plain", { type: "button", hidden: true }, "Dismiss"),
  ]);
}

function pullRequestMain(view: PullRequestView): Element {
  const context = pageContext(view);
  return h("main#main", { tabIndex: -1, dataSummary: summaryOf(view) }, [
    h("h1.title", view.title, " ", h("span.muted", `#${view.number}`)),
    stateLine(view),
    tabs(view),
    conversation(context),
    filesChanged(context),
  ]);
}

/** Returns the words that are read out when the page has changed by itself. */
function summaryOf({ checks, state, merge }: PullRequestView): string {
  const ofChecks = checks.map((check) => `${check.name}: ${stateOf(check).replace("_", " ")}`);
  const ofMerge = state === "open" ? (merge.allowed ? "can be merged" : "merging is blocked") : state;
  return [...ofChecks, ofMerge].join(", ");
}

const STATES: Record<string, [string, IconName]> = {
  open: ["Open", "open"],
  draft: ["Draft", "draft"],
  merged: ["Merged", "merged"],
  closed: ["Closed", "closed"],
};

function stateLine(view: PullRequestView): Element {
  const { author, state, draft, commits, base, head } = view;
  const key = state === "open" && draft ? "draft" : state;
  const [word, picture] = STATES[key] as [string, IconName];
  const verb = state === "merged" ? "merged" : "wants to merge";
  const foreign = head.fullName !== `${view.owner}/${view.repo}`;
  return h("div.state-line", [
    h(`span.state.state-${key}`, { dataState: key }, icon(picture, "icon-state"), word),
    h("span.muted", [
      ...[person(author), ` ${verb} ${count(commits.length, "commit")} into `, branch(base.ref), " from "],
      branch(foreign ? `${head.fullName.split("/")[0]}:${head.ref}` : head.ref),
    ]),
  ]);
}

function branch(name: string): Element {
  return h("code.branch", name);
}

function tabs({ commits, checks, files, threads }: PullRequestView): Element {
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  const open = threads.filter(({ isResolved }) => !isResolved).length;
  return h("nav.tabs", { ariaLabel: "Pull request" }, [
    tab("conversation", "Conversation", open),
    tab("commits", "Commits", commits.length),
    tab("checks", "Checks", checks.length),
    tab("files", "Files changed", files.length),
    h("span.counts", h("span.additions", `+${additions}`), " ", h("span.deletions", `−${deletions}`)),
  ]);
}

function tab(target: string, words: string, number: number): Element {
  return h("a.tab", { href: `#${target}` }, words, h("span.counter", String(number)));
}
