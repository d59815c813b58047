/** Ranges of whole numbers, as Kubernetes asks for them. */
import { type Fault, fault, type Limits, type Place } from "./fault.js";
import { numberOf } from "./read-value.js";

const MAX_INT32 = 2 ** 31 - 1;

/** Returns the fault of a number outside a range, both ends included; none where there is nothing to judge. */
export function rangeFaults(
  value: unknown,
  place: Place,
  { least, most = null }: { least: number; most?: number | null },
  limits: Limits = {},
): Fault[] {
  const number = numberOf(value);
  if (number === null || (number >= least && (most === null || number <= most))) return [];
  const allowed = most === null ? `at least ${least}` : `${least} to ${most}`;
  return [fault(place, `is ${number}, but ${allowed} is allowed`, limits)];
}

/** IsValidPortNum */
export function portFaults(value: unknown, place: Place): Fault[] {
  return rangeFaults(value, place, { least: 1, most: 65_535 });
}

/** IsValidUserID and IsValidGroupID */
export function idFaults(value: unknown, place: Place): Fault[] {
  return rangeFaults(value, place, { least: 0, most: MAX_INT32 });
}

/** Permissions of a file; YAML reads 0644 as an octal number, and the limit is 0777. */
export function modeFaults(value: unknown, place: Place): Fault[] {
  const mode = numberOf(value);
  if (mode === null || (mode >= 0 && mode <= 0o777)) return [];
  return [fault(place, `is ${mode}, but permissions go from 0 to 0777, which is ${0o777} in decimal`)];
}
