import { readDeploymentStrategy } from "../kinds/deployment/read-deployment-strategy.js";
import { describeValue } from "../rollout/describe-value.js";
import { type IntOrString, parseIntOrPercent } from "../rollout/int-or-percent.js";
import {
  COUNT_FIELDS,
  COUNTS,
  type CountField,
  EXAMPLE,
  LIMIT_FIELDS,
  LIMITS,
  type LimitField,
  type RolloutSettings,
  type SettingField,
} from "./rollout-settings.js";

/** A setting that cannot be taken as it is given. */
export interface SettingFault {
  /** null where it is not about one setting */
  field: SettingField | null;
  /** plain text: what was found, and what is allowed; holds what a stranger may have written */
  message: string;
}

export interface SettingsReading {
  /** with the example's value for each setting that is faulty or not given */
  settings: RolloutSettings;
  faults: SettingFault[];
}

/** A label of DNS (apimachinery: IsDNS1123Label), which most names of Deployments are; nothing in it means anything to HTML. */
const NAME = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

export function isShownName(name: string): boolean {
  return NAME.test(name);
}

/** Reads settings from the texts of a link or a form, even a stranger's. A setting that is not given is the example's. */
export function readSettings(texts: ReadonlyMap<SettingField, string>): SettingsReading {
  const settings = { ...EXAMPLE };
  const faults: SettingFault[] = [];
  const take = <F extends SettingField>(field: F, read: (text: string) => Read<RolloutSettings[F]>): void => {
    const text = texts.get(field);
    if (text === undefined) return;
    const result = read(text.trim());
    if ("refused" in result) faults.push({ field, message: `${field} ${result.refused}` });
    else settings[field] = result.value;
  };
  take("name", readName);
  for (const field of COUNT_FIELDS) take(field, (text) => readCount(field, text));
  for (const field of LIMIT_FIELDS) take(field, (text) => readLimit(field, text));
  take("gated", readGated);
  if (settings.replicasBefore !== null && settings.replicasBefore >= settings.replicas) {
    const found = `is ${settings.replicasBefore}, but fewer than replicas are expected, or nothing where they stay`;
    faults.push({ field: "replicasBefore", message: `replicasBefore ${found}` });
    settings.replicasBefore = null;
  }
  if (!faults.some(({ field }) => field === "maxSurge" || field === "maxUnavailable"))
    checkTogether(settings, faults);
  return { settings, faults };
}

type Read<T> = { value: T } | { refused: string };

function readName(text: string): Read<string> {
  return isShownName(text)
    ? { value: text }
    : { refused: `is ${describeValue(text)}, but only short names as Kubernetes has them are shown` };
}

function readGated(text: string): Read<boolean> {
  if (text === "true" || text === "false") return { value: text === "true" };
  return { refused: `is ${describeValue(text)}, but true or false is expected` };
}

function readCount(field: CountField, text: string): Read<number> {
  const { least, most } = COUNTS[field];
  const value = isNumber(text) ? Number(text) : Number.NaN;
  if (Number.isInteger(value) && value >= least && value <= most) return { value };
  return { refused: `is ${described(text)}, but a whole number from ${least} to ${most} is expected` };
}

function readLimit(field: LimitField, text: string): Read<IntOrString> {
  const value = isNumber(text) ? Number(text) : text;
  const parsed = parseIntOrPercent(value);
  if (!parsed.ok) return { refused: parsed.message };
  const { pods, percent } = LIMITS[field];
  if (parsed.amount <= (parsed.kind === "int" ? pods : percent)) return { value };
  return { refused: `is ${described(text)}, but at most ${pods} pods or ${percent}% are shown here` };
}

/** Both limits as they are written 0 leave no room to move: the API server's rule, in its reader's words. */
function checkTogether(settings: RolloutSettings, faults: SettingFault[]): void {
  const { maxSurge, maxUnavailable } = settings;
  const rollingUpdate = { maxSurge, maxUnavailable };
  for (const { message } of readDeploymentStrategy("apps/v1", { rollingUpdate }).faults) {
    faults.push({ field: "maxUnavailable", message });
    settings.maxSurge = EXAMPLE.maxSurge;
    settings.maxUnavailable = EXAMPLE.maxUnavailable;
  }
}

// Number() takes an empty text for 0, and 0x10 and 1e3 for numbers.
function isNumber(text: string): boolean {
  return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text);
}

function described(text: string): string {
  return describeValue(text === "" ? null : isNumber(text) ? Number(text) : text);
}
