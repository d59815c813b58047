// Keeps the page of a pull request up to date: fetches it again when the server says that something changed, and puts
// the new <main> in the old one's place.
import { bringBack, openStates, remember } from "./keep-place.js";

/** The server's last <main>, and how each <details> stood in it. */
let shown = { text: "", open: new Map() };
/** Answers can overtake each other: only the one asked for last is shown. */
let asked = 0;
let shownTurn = 0;

const $ = (id) => document.getElementById(id);
const main = () => $("main");

// ---- showing

function show(page) {
  const next = page.getElementById("main");
  const text = next.outerHTML;
  if (text === shown.text) return;
  const before = remember();
  const serverOpen = openStates(next);
  const summary = next.dataset.summary ?? "";
  const changed = summary !== main().dataset.summary;
  main().replaceWith(document.importNode(next, true));
  document.title = page.title;
  bringBack(before, shown.open, serverOpen);
  shown = { text, open: serverOpen };
  if (changed) $("announcement").textContent = summary;
}

function notify(words) {
  $("notice").hidden = words === "";
  document.querySelector("#notice .notice-text").textContent = words;
}

const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

// ---- looking again

let looking = false;
let lookAgain = false;

async function refresh() {
  if (looking) {
    lookAgain = true;
    return;
  }
  looking = true;
  try {
    do {
      lookAgain = false;
      asked += 1;
      const turn = asked;
      const response = await fetch(location.pathname, { headers: { accept: "text/html" } });
      const page = parsed(await response.text());
      if (response.ok && turn > shownTurn && page.getElementById("main")) {
        shownTurn = turn;
        show(page);
      }
    } while (lookAgain);
  } catch {
    // The event stream says when the server is back.
  } finally {
    looking = false;
  }
}

function listen() {
  const live = $("live");
  const events = new EventSource(`${location.pathname}/events`);
  events.addEventListener("change", refresh);
  events.addEventListener("open", () => {
    live.textContent = "Live";
    live.dataset.state = "live";
    // The page heard nothing until now: since it was made, or since the server was last heard.
    refresh();
  });
  events.addEventListener("error", () => {
    live.textContent = "Not connected";
    live.dataset.state = "away";
  });
}

// ---- pressing

// A button that is really disabled would lose the focus.
function busy(button) {
  const words = button.textContent;
  button.setAttribute("aria-disabled", "true");
  button.dataset.words = words;
  button.textContent = button.dataset.busy ?? words;
  return () => {
    button.removeAttribute("aria-disabled");
    delete button.dataset.words;
    button.textContent = words;
  };
}

// By now the form may have been replaced by that of a newer version of the page.
function clearFields(form) {
  for (const { id } of form.querySelectorAll("textarea")) if ($(id)) $(id).value = "";
}

async function press(form, button) {
  const rest = busy(button);
  notify("");
  asked += 1;
  const turn = asked;
  try {
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch(form.getAttribute("action"), { method: "POST", body });
    const text = await response.text();
    rest();
    if (response.ok) clearFields(form);
    const page = parsed(text);
    if (!page.getElementById("main")) return notify(text.slice(0, 500));
    if (turn > shownTurn) {
      shownTurn = turn;
      show(page);
    }
    notify(page.querySelector("#notice .notice-text")?.textContent ?? "");
  } catch {
    rest();
    notify("The sandbox does not answer. Is it still running?");
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-live]")) return;
  event.preventDefault();
  const button = event.submitter ?? event.target.querySelector("button");
  if (!button.hasAttribute("aria-disabled")) press(event.target, button);
});

// As on GitHub: a comment is sent without leaving its field.
document.addEventListener("keydown", (event) => {
  const { target, key, ctrlKey, metaKey } = event;
  if (key !== "Enter" || !(ctrlKey || metaKey) || !target.matches("form[data-live] textarea")) return;
  event.preventDefault();
  target.form.requestSubmit();
});

$("notice-close").hidden = false;
$("notice-close").addEventListener("click", () => {
  notify("");
  main().focus({ preventScroll: true });
});

// A page without a pull request has nothing to keep up with.
if (main().dataset.summary !== undefined) {
  shown = { text: main().outerHTML, open: openStates(main()) };
  listen();
}
