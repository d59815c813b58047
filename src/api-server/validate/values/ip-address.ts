/** Addresses of machines: IsValidIPForLegacyField in pkg/util/validation/ip.go of apimachinery. */
import { asArray } from "../../../manifest/json-value.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, type Place } from "./fault.js";
import { isBlank, textOf } from "./read-value.js";

/** StrictIPCIDRValidation in pkg/features/kube_features.go is on from 1.36: no zero before another digit. */
const FIRST_STRICT = 36;

export function addressFaults(address: unknown, place: Place): Fault[] {
  const text = textOf(address);
  if (text === null) return [];
  if (/^::ffff:\d+\./i.test(text) && isIPv6(text))
    return [
      fault(place, `is ${quoted(text)}, but an IPv4 address in an IPv6 one is not allowed`, {
        since: FIRST_STRICT,
      }),
    ];
  if (familyOf(text) !== null) return [];
  const sloppy = text.replace(/(^|\.)0+(?=\d)/g, "$1");
  const limits = familyOf(sloppy) === 4 ? { since: FIRST_STRICT } : {};
  return [fault(place, `is ${quoted(text)}, which is no IP address`, limits)];
}

/** The same for a list, in which null is an empty text. */
export function listedAddressFaults(addresses: unknown, place: Place): Fault[] {
  return asArray(addresses).flatMap((address, index) =>
    isBlank(address)
      ? [fault(below(place, index), "is empty, which is no IP address")]
      : addressFaults(address, below(place, index)),
  );
}

/** 4 or 6; null for what is no address in its usual form. */
function familyOf(text: string): 4 | 6 | null {
  if (isIPv4(text)) return 4;
  return isIPv6(text) ? 6 : null;
}

function isIPv4(text: string): boolean {
  const parts = text.split(".");
  return (
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
  );
}

function isIPv6(text: string): boolean {
  if (text.length > 45) return false;
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1);
  const embedded = last?.includes(".") === true;
  const plain = embedded ? groups.slice(0, -1) : groups;
  if (embedded && !isIPv4(last as string)) return false;
  if (!plain.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const count = plain.length + (embedded ? 2 : 0);
  return halves.length === 2 ? count <= 7 : count === 8;
}
