// Keeps the reader's place over two versions of the page: nothing that was opened, typed or looked at is lost.

const $ = (id) => document.getElementById(id);
const main = () => $("main");

// ---- naming elements over two versions of the page

/** The nearest id and the place below it: the same element has the same name in the next version. */
function nameOf(element, selector) {
  if (element.id) return `#${element.id}`;
  const owner = element.parentElement.closest("[id]");
  return `${owner.id} ${selector} ${[...owner.querySelectorAll(selector)].indexOf(element)}`;
}

function named(root, selector) {
  return new Map([...root.querySelectorAll(selector)].map((each) => [nameOf(each, selector), each]));
}

const FOCUSABLE = "a[href], button, summary, textarea, input:not([type=hidden]), [tabindex]";

// ---- what the reader did, and bringing it back

/** Notes what the reader opened, typed, focused and looks at. */
export function remember() {
  const active = main().contains(document.activeElement) ? document.activeElement : null;
  const owners = [];
  for (let each = active; each && each !== main(); each = each.parentElement)
    if (each.id) owners.push(each.id);
  return {
    open: new Map([...named(main(), "details")].map(([name, details]) => [name, details.open])),
    texts: new Map([...named(main(), "textarea")].map(([name, field]) => [name, field.value])),
    focus: active && {
      name: nameOf(active, FOCUSABLE),
      words: active.dataset.words ?? active.textContent,
      owners,
    },
    selection: active?.tagName === "TEXTAREA" ? [active.selectionStart, active.selectionEnd] : null,
    place: placeInView(),
  };
}

/** The last element with an id that begins above the middle of the window: what the reader looks at. */
function placeInView() {
  let found = null;
  for (const element of main().querySelectorAll("[id]")) {
    const { top, height } = element.getBoundingClientRect();
    if (height === 0) continue;
    if (top > innerHeight / 2) break;
    if (found === null || top >= found.top || top > 0) found = { id: element.id, top };
  }
  return found;
}

/** Puts it into the next version; the two maps say what the server folded in the last version and in this one. */
export function bringBack({ open, texts, focus, selection, place }, shownOpen, serverOpen) {
  for (const [name, details] of named(main(), "details")) {
    // The server wins where it folds or unfolds anew: a conversation that has just been resolved.
    if (open.has(name) && shownOpen.get(name) === serverOpen.get(name)) details.open = open.get(name);
  }
  for (const [name, field] of named(main(), "textarea")) field.value = texts.get(name) ?? "";
  if (focus) focusAgain(focus, selection);
  const element = place && $(place.id);
  if (element) scrollBy({ top: element.getBoundingClientRect().top - place.top, behavior: "instant" });
}

function focusAgain({ name, words, owners }, selection) {
  const same = named(main(), FOCUSABLE).get(name);
  const isAlike = same && (same.tagName === "TEXTAREA" || same.textContent === words);
  const isSame = isAlike && !same.disabled && same.checkVisibility();
  const owner =
    owners.map($).find((each) => each && main().contains(each) && each.checkVisibility()) ?? main();
  const target = isSame ? same : owner;
  // The button is gone; its box is where the reader is.
  if (!isSame && !target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  if (isSame && selection) same.setSelectionRange(...selection);
}

/** Which <details> the server sends open. */
export function openStates(root) {
  return new Map([...named(root, "details")].map(([name, details]) => [name, details.hasAttribute("open")]));
}
