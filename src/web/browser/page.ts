/**
 * The rollout page in the browser: what stands behind the `#` becomes a form, words, charts and tables, and what a reader
 * changes in the form stands behind the `#`. It sends no request to any server once it is there.
 */
import { readFragment, writeFragment } from "../../rollout-link/fragment.js";
import type { SettingFault } from "../../rollout-link/read-settings.js";
import { element, textElement } from "./page-elements.js";
import { createRolloutView } from "./rollout-view.js";
import { createSettingsForm } from "./settings-form.js";

/** Milliseconds without a change after which the address follows, and the result is spoken. */
const SETTLED = 400;

const form = createSettingsForm(onInput);
const view = createRolloutView();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows the rollout with the setting that a reader has changed. */
function onInput(): void {
  const { settings, faults } = form.read();
  form.complain(faults);
  tellOfLink([]);
  setStale(faults.length > 0);
  const words = faults.length > 0 ? faults.map(({ message }) => message).join("; ") : view.show(settings);
  settle(() => {
    say(words);
    // Replaces the present entry: a reader does not want to go back through every digit.
    if (faults.length === 0) history.replaceState(null, "", `#${writeFragment(settings)}`);
  });
}

/** The address has another fragment, or the page is new. */
function onAddress(): string {
  clearTimeout(timer);
  const { settings, faults } = readFragment(location.hash);
  form.show(settings);
  form.complain([]);
  tellOfLink(faults);
  setStale(false);
  return view.show(settings);
}

function tellOfLink(faults: readonly SettingFault[]): void {
  element("link-faults").hidden = faults.length === 0;
  element("link-fault-list").replaceChildren(...faults.map(({ message }) => textElement("li", message)));
}

function setStale(stale: boolean): void {
  element("stale").hidden = !stale;
  element("page").classList.toggle("stale", stale);
}

function settle(then: () => void): void {
  clearTimeout(timer);
  timer = setTimeout(then, SETTLED);
}

function say(words: string): void {
  element("spoken").textContent = words;
}

// The address holds the settings, so this link may not take their place as it would on any other page.
element("skip").addEventListener("click", (event) => {
  event.preventDefault();
  element("main").focus();
});
element("page").hidden = false;
onAddress();
addEventListener("hashchange", () => say(onAddress()));
for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)"])
  matchMedia(query).addEventListener("change", () => view.redraw());
