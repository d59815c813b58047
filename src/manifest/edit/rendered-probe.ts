/** Readiness probes for containers that a tool printed: what a review would put there, and which edit of the sources does. */

import type { JsonObject, KeyPath } from "../json-value.js";
import type { SourceEdit } from "./source-edit.js";

/** A container of a rendering. */
export interface RenderedContainer {
  /** index of the rendering among those of the change */
  rendering: number;
  /** index of the text among those of the rendering's head */
  text: number;
  /** which object of the text it is in, from 1 */
  object: number;
  /** where it stands below the object */
  container: KeyPath;
}

/** A readinessProbe for a container that has none. */
export interface WantedProbe extends RenderedContainer {
  /** something is found of the container that the probe mends; otherwise it does no harm there */
  isNeeded: boolean;
  probe: JsonObject;
  /** the container's keys in the order of the text, each with its 1-based line there; none where several share a line */
  keys: readonly { key: string; line: number }[];
  /** the last line of the container's text, 1-based */
  endLine: number;
}

/** What came of it. */
export interface ProbeOutcome extends RenderedContainer {
  edit: ProbeEditOutcome | ProbeRefusal;
}

/** Rendered again with these edits, all that is different is probes of containers that lack one. */
export interface ProbeEditOutcome {
  edits: readonly SourceEdit[];
  /** as this container then has it */
  probe: JsonObject;
  /** names of the workloads' containers that get one by the same edits, this one too */
  containers: number;
  /** with the edits for other containers more would be different, or that was not tried: they are never made with others */
  isAlone?: true;
}

/** Why there is no such edit, a word of `AdviceReason`; by the last two none was tried, or not to its end. */
export interface ProbeRefusal {
  reason:
    | "vendored"
    | "computed"
    | "probe-by-values"
    | "not-with-every-set"
    | "not-editable"
    | "built"
    | "json-patch"
    | "not-with-every-root"
    | "shared-lines"
    | "not-proven"
    | "beyond-limit"
    | "not-judged";
}
