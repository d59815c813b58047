import { describeValue } from "../rollout/describe-value.js";
import { isShownName, readSettings, type SettingFault, type SettingsReading } from "./read-settings.js";
import {
  COUNT_FIELDS,
  EXAMPLE,
  LIMIT_FIELDS,
  type RolloutSettings,
  type SettingField,
} from "./rollout-settings.js";

/** Changes where an older reader would take a link for something else than it means. */
const VERSION = "1";

/** Longer than any link that Surefoot writes. */
const MAX_LENGTH = 600;

const FIELDS: ReadonlySet<string> = new Set<SettingField>([
  "name",
  "gated",
  ...COUNT_FIELDS,
  ...LIMIT_FIELDS,
]);

/** Every link names these, as the numbers of an example would be taken for its own. */
const ALWAYS: readonly SettingField[] = ["replicas", "maxSurge", "maxUnavailable", "minReadySeconds"];

/**
 * Settings as the fragment of a link, without its `#`; null where the page would not take them as they are. A name that
 * is not shown is left out.
 */
export function writeFragment(settings: RolloutSettings): string | null {
  const { name, startupSeconds } = settings;
  const shown = name !== null && isShownName(name) ? name : null;
  const fragment = new URLSearchParams({ v: VERSION });
  const write = (field: SettingField): void => fragment.set(field, `${settings[field]}`);
  if (shown !== null) write("name");
  for (const field of ALWAYS) write(field);
  if (startupSeconds !== null) write("startupSeconds");
  for (const field of OPTIONAL) if (settings[field] !== EXAMPLE[field]) write(field);
  const text = fragment.toString();
  return readFragment(text).faults.length === 0 ? text : null;
}

const OPTIONAL = [
  "replicasBefore",
  "gated",
  "initialDelaySeconds",
  "periodSeconds",
  "successThreshold",
  "otherProbesSeconds",
] as const satisfies readonly SettingField[];

/**
 * Reads a fragment, with or without its `#`, even a stranger's. An empty one is the example; one that cannot be taken is
 * the example too, with what is wrong.
 */
export function readFragment(fragment: string): SettingsReading {
  const text = fragment.replace(/^#/, "");
  if (text === "") return { settings: EXAMPLE, faults: [] };
  if (text.length > MAX_LENGTH)
    return refused(`the link has ${text.length} characters behind its #, but at most ${MAX_LENGTH} are read`);
  const entries = [...new URLSearchParams(text)];
  const version = entries.find(([key]) => key === "v")?.[1];
  if (version !== VERSION) {
    const found = version === undefined ? "says no version" : "is of another version";
    return refused(`the link ${found}, and this page reads version ${VERSION}`);
  }
  const texts = new Map<SettingField, string>();
  const faults: SettingFault[] = [];
  for (const [key, value] of entries) {
    if (!isField(key)) {
      if (key !== "v")
        faults.push(whole(`the link has ${describeValue(key)}, which this page does not know`));
    } else if (texts.has(key)) faults.push({ field: key, message: `${key} stands in the link twice` });
    else texts.set(key, value);
  }
  for (const field of ALWAYS) {
    if (!texts.has(field)) faults.push({ field, message: `${field} is not in the link` });
  }
  const reading = readSettings(texts);
  return { settings: reading.settings, faults: [...reading.faults, ...faults] };
}

function isField(key: string): key is SettingField {
  return FIELDS.has(key);
}

function whole(message: string): SettingFault {
  return { field: null, message };
}

function refused(message: string): SettingsReading {
  return { settings: EXAMPLE, faults: [whole(message)] };
}
