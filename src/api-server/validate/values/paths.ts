/** Paths of files in volumes: validatePathNoBacksteps and its callers in pkg/apis/core/validation/validation.go. */
import { quoted } from "../../../words/quote.js";
import { type Fault, fault, type Place } from "./fault.js";
import { textOf } from "./read-value.js";

/** A path that goes up is refused. */
export function pathFaults(path: unknown, place: Place): Fault[] {
  const text = textOf(path);
  if (text === null || !text.split("/").includes("..")) return [];
  return [fault(place, `is ${quoted(text)}, but a path may not go up by “..”`)];
}

/** validateLocalDescendingPath: it goes down from where it is. */
export function descendingFaults(path: unknown, place: Place): Fault[] {
  const text = textOf(path);
  if (text?.startsWith("/"))
    return [fault(place, `is ${quoted(text)}, but a path without a slash before it is expected`)];
  return pathFaults(path, place);
}

/** ValidateLocalNonReservedPath: names that begin with two points are Kubernetes' own there. */
export function fileFaults(path: unknown, place: Place): Fault[] {
  const text = textOf(path);
  if (text?.startsWith("..") && !text.startsWith("../") && text !== "..")
    return [fault(place, `is ${quoted(text)}, but a name may not begin with two points`)];
  return descendingFaults(path, place);
}
