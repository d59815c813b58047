import { readSettings, type SettingFault, type SettingsReading } from "../../rollout-link/read-settings.js";
import {
  ASSUMED_STARTUP_SECONDS,
  COUNT_FIELDS,
  COUNTS,
  type CountField,
  LIMIT_FIELDS,
  type LimitField,
  type RolloutSettings,
  type SettingField,
} from "../../rollout-link/rollout-settings.js";
import { element } from "./page-elements.js";

/** The form with the settings. */
interface SettingsForm {
  /** Fills it in. */
  show(settings: RolloutSettings): void;
  /** Reads what stands in it now. */
  read(): SettingsReading;
  /** Says at each field what is wrong with it; nothing where there are no faults. */
  complain(faults: readonly SettingFault[]): void;
}

const TEXT_FIELDS: readonly (CountField | LimitField)[] = [...COUNT_FIELDS, ...LIMIT_FIELDS];

/** The number in the field of a setting that is not told; nothing where none is named. */
const UNTOLD: Partial<Record<CountField | LimitField, number>> = { startupSeconds: ASSUMED_STARTUP_SECONDS };

/** Where the slider ends: at the first of them that holds the value. Seconds. */
const SLIDER_ENDS = [120, 600, COUNTS.startupSeconds.most];

/** `onChange` hears of every change that a reader makes. */
export function createSettingsForm(onChange: () => void): SettingsForm {
  const form = element("settings", HTMLFormElement);
  const input = (field: CountField | LimitField | "gated"): HTMLInputElement =>
    element(field, HTMLInputElement);
  const startup = input("startupSeconds");
  const slider = element("startup-slider", HTMLInputElement);
  const assumption = element("startup-assumed");
  let name: string | null = null;

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    if (target === slider) startup.value = slider.value;
    if (target === startup) placeSlider(slider, startup.value);
    // A reader who moves it has said how long it takes.
    if (target === slider || target === startup) assumption.hidden = true;
    onChange();
  });

  return {
    show(settings) {
      name = settings.name;
      for (const field of TEXT_FIELDS) input(field).value = `${settings[field] ?? UNTOLD[field] ?? ""}`;
      input("gated").checked = settings.gated;
      assumption.hidden = settings.startupSeconds !== null;
      placeSlider(slider, startup.value);
    },
    read() {
      const texts = new Map<SettingField, string>(TEXT_FIELDS.map((field) => [field, input(field).value]));
      if (!assumption.hidden) texts.delete("startupSeconds");
      if (input("replicasBefore").value.trim() === "") texts.delete("replicasBefore");
      texts.set("gated", `${input("gated").checked}`);
      if (name !== null) texts.set("name", name);
      return readSettings(texts);
    },
    complain(faults) {
      for (const field of TEXT_FIELDS) {
        const fault = faults.find((each) => each.field === field);
        const error = element(`${field}-error`);
        error.textContent = fault?.message ?? "";
        error.hidden = fault === undefined;
        if (fault === undefined) input(field).removeAttribute("aria-invalid");
        else input(field).setAttribute("aria-invalid", "true");
      }
    },
  };
}

function placeSlider(slider: HTMLInputElement, text: string): void {
  const seconds = Number(text);
  if (text === "" || !(seconds >= 0 && seconds <= COUNTS.startupSeconds.most)) return;
  slider.max = `${SLIDER_ENDS.find((end) => end >= seconds)}`;
  slider.value = `${seconds}`;
}
