/**
 * The forms that Kubernetes asks of names and of other short texts: pkg/util/validation/validation.go and
 * pkg/api/validate/content of apimachinery.
 */

import { asArray } from "../../../manifest/json-value.js";
import { isUnfilledName } from "../../../manifest/template-text.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, type Limits, missing, type Place } from "./fault.js";
import { isBlank, textOf } from "./read-value.js";

export interface TextRule {
  allows(text: string): boolean;
  /** ends the sentence "… is “x”, but" */
  allowed: string;
}

/** Kubernetes counts bytes; all that the forms below allow are characters of one byte. */
function isShort(text: string, most: number): boolean {
  return text.length <= most;
}

const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const QUALIFIED = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

function isDnsLabel(text: string): boolean {
  return isShort(text, 63) && LABEL.test(text);
}

function isSubdomain(text: string): boolean {
  return isShort(text, 253) && text.split(".").every((part) => LABEL.test(part));
}

/** IsDNS1123Label */
export const DNS_LABEL: TextRule = {
  allows: isDnsLabel,
  allowed: "at most 63 small letters, digits and hyphens are allowed, with a letter or digit at both ends",
};

/** IsDNS1123Subdomain; its parts may have any length, as the whole may not. */
export const SUBDOMAIN: TextRule = {
  allows: isSubdomain,
  allowed:
    "at most 253 small letters, digits, hyphens and points are allowed, with a letter or digit at both ends of each part",
};

/** IsDNS1035Label */
export const LABEL_WITH_LETTER: TextRule = {
  allows: (text) => isShort(text, 63) && LABEL_1035.test(text),
  allowed:
    "at most 63 small letters, digits and hyphens are allowed, beginning with a letter and ending with a letter or digit",
};

/** IsQualifiedName */
export const LABEL_KEY: TextRule = {
  allows(text) {
    const parts = text.split("/");
    const name = parts.at(-1) as string;
    if (parts.length > 2 || (parts.length === 2 && !isSubdomain(parts[0] as string))) return false;
    return isShort(name, 63) && QUALIFIED.test(name);
  },
  allowed:
    "at most 63 letters, digits, hyphens, underscores and points are allowed, with a letter or digit at both ends, and a domain with a slash may stand before them",
};

/** IsValidLabelValue; an empty one is valid. */
export const LABEL_VALUE: TextRule = {
  allows: (text) => text === "" || (isShort(text, 63) && QUALIFIED.test(text)),
  allowed:
    "at most 63 letters, digits, hyphens, underscores and points are allowed, with a letter or digit at both ends",
};

/** IsValidPortName */
export const PORT_NAME: TextRule = {
  allows: (text) =>
    text.length <= 15 &&
    /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(text) &&
    /[a-z]/.test(text) &&
    !text.includes("--"),
  allowed:
    "at most 15 small letters, digits and single hyphens are allowed, with at least one letter and no hyphen at either end",
};

/** IsHTTPHeaderName */
export const HEADER_NAME: TextRule = {
  allows: (text) => /^[-A-Za-z0-9]+$/.test(text),
  allowed: "only letters, digits and hyphens are allowed",
};

/** IsEnvVarName */
export const ENV_NAME: TextRule = {
  allows: (text) => /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(text) && !startsUpwards(text),
  allowed: "letters, digits, underscores, hyphens and points are allowed, beginning with no digit",
};

/** IsRelaxedEnvVarName */
export const PRINTABLE_ENV_NAME: TextRule = {
  allows: (text) => /^[ -<>-~]+$/.test(text),
  allowed: "only printable ASCII characters other than the equals sign are allowed",
};

/** IsConfigMapKey */
export const CONFIG_KEY: TextRule = {
  allows: (text) => isShort(text, 253) && /^[-._a-zA-Z0-9]+$/.test(text) && !startsUpwards(text),
  allowed:
    "at most 253 letters, digits, hyphens, underscores and points are allowed, beginning with no two points",
};

function startsUpwards(text: string): boolean {
  return text === "." || text.startsWith("..");
}

/** Returns the fault of a text that breaks a rule; none where there is nothing to judge, or where a tool fills it in. */
export function textFaults(value: unknown, place: Place, rule: TextRule, limits: Limits = {}): Fault[] {
  const text = textOf(value);
  if (text === null || rule.allows(text) || isUnfilledName(text)) return [];
  return [fault(place, `is ${quoted(text)}, but ${rule.allowed}`, limits)];
}

/** The same for a text that must be there. */
export function requiredText(value: unknown, place: Place, rule: TextRule, why: string): Fault[] {
  return isBlank(value) ? [missing(place, why)] : textFaults(value, place, rule);
}

/** Returns the faults of a list's texts; null in a list is an empty one, which is judged as any other. */
export function listedTextFaults(list: unknown, place: Place, rule: TextRule, limits: Limits = {}): Fault[] {
  return asArray(list).flatMap((entry, index) =>
    isBlank(entry) && !rule.allows("")
      ? [fault(below(place, index), `is empty, but ${rule.allowed}`, limits)]
      : textFaults(entry, below(place, index), rule, limits),
  );
}

/** The same for texts of a closed set. */
export function listedChoiceFaults(list: unknown, place: Place, choices: readonly string[]): Fault[] {
  return asArray(list).flatMap((entry, index) =>
    pointerChoiceFaults(entry === null ? "" : entry, below(place, index), choices),
  );
}

/** Returns the fault of a text that a pointer holds: an empty one is no absence. */
export function pointerTextFaults(
  value: unknown,
  place: Place,
  rule: TextRule,
  limits: Limits = {},
): Fault[] {
  return value === ""
    ? [fault(place, `is an empty text, but ${rule.allowed}`, limits)]
    : textFaults(value, place, rule, limits);
}

/** Returns the fault of a value that is none of a closed set; an empty one is defaulted, or judged elsewhere. */
export function choiceFaults(
  value: unknown,
  place: Place,
  choices: readonly string[],
  limits: Limits = {},
): Fault[] {
  const text = textOf(value);
  if (text === null || choices.includes(text)) return [];
  return [
    fault(
      place,
      `is ${quoted(text)}, but only ${orList(choices)} ${choices.length === 1 ? "is" : "are"} allowed`,
      limits,
    ),
  ];
}

/** The same for a field that is a pointer: an empty text is a value of it, and none that is defaulted. */
export function pointerChoiceFaults(
  value: unknown,
  place: Place,
  choices: readonly string[],
  limits: Limits = {},
): Fault[] {
  return value === ""
    ? [fault(place, `is an empty text, but only ${orList(choices)} are allowed`, limits)]
    : choiceFaults(value, place, choices, limits);
}

/** The same for a value that must be there. */
export function requiredChoice(value: unknown, place: Place, choices: readonly string[]): Fault[] {
  return isBlank(value)
    ? [missing(place, `${orList(choices)} is expected`)]
    : choiceFaults(value, place, choices);
}

export function orList(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join("") : `${choices.slice(0, -1).join(", ")} and ${choices.at(-1)}`;
}
