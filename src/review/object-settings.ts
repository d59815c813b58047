/**
 * Reads the settings in a workload's own annotations. The start-up time is a fact about the app and taken from the
 * head, for both sides of the comparison: to write a fact down changes nothing of what a rollout costs. A waiver counts
 * only where the base has it with the same text: a change cannot waive its own findings.
 */

import { asObject, get } from "../manifest/json-value.js";
import { placeOf, problemOf } from "../manifest/origin.js";
import type { Problem } from "../manifest/problem.js";
import {
  OWN_ANNOTATIONS,
  readStartupSeconds,
  readWaiveLines,
  STARTUP_SECONDS,
  WAIVE,
} from "../policy/object-annotations.js";
import type { Policy } from "../policy/policy.js";
import type { Waiver } from "../policy/waiver.js";
import { quoted } from "../words/quote.js";
import type { WorkloadPair } from "../workload/change/pair-workloads.js";
import { inPodTemplate } from "../workload/pod-template.js";
import type { KeyPath, Workload } from "../workload/workload.js";

export interface ObjectSettings {
  /** null where the object at the head does not say */
  startupSeconds: number | null;
  /** those that count in this review, ended ones too */
  waivers: Waiver[];
  problems: Problem[];
}

const ON_OBJECT = ["metadata", "annotations"];

/** Reads the annotations of a workload at the head against those at the base. */
export function readObjectSettings({ before, after }: WorkloadPair): ObjectSettings {
  if (after === null) return { startupSeconds: null, waivers: [], problems: [] };
  const startup = startupOf(after);
  const stated = before === null ? [] : changedFact(startup.seconds, startupOf(before).seconds, after);
  const waived = waiversOf(after, before);
  return {
    startupSeconds: startup.seconds,
    waivers: waived.waivers,
    problems: [...strangeKeys(after), ...startup.problems, ...stated, ...waived.problems],
  };
}

/** Returns the settings as they hold for one workload. */
export function policyFor(policy: Policy, { startupSeconds }: ObjectSettings): Policy {
  return startupSeconds === null ? policy : { ...policy, startupSeconds, startupSource: "annotation" };
}

function startupOf(workload: Workload): { seconds: number | null; problems: Problem[] } {
  const written = get(workload.object.value, ...ON_OBJECT, STARTUP_SECONDS);
  if (written == null) return { seconds: null, problems: [] };
  const read = readStartupSeconds(written);
  if (read.ok) return { seconds: read.value, problems: [] };
  const path = [...ON_OBJECT, STARTUP_SECONDS];
  return {
    seconds: null,
    problems: [problemOf(workload.object, path, "annotation", `${STARTUP_SECONDS} ${read.fault}`)],
  };
}

/** To state a fact makes no number better, so both sides go by it; who reads the table should know of it. */
function changedFact(now: number | null, before: number | null, workload: Workload): Problem[] {
  if (now === before) return [];
  const message =
    now === null
      ? `This change no longer states how long the app takes to start (${before} s before). The numbers before the change do without it too.`
      : `This change states that the app takes ${now} s to start (${before === null ? "not stated" : `${before} s`} before). The numbers before the change go by it too.`;
  return [problemOf(workload.object, [...ON_OBJECT, STARTUP_SECONDS], "startup", message)];
}

function waiversOf(after: Workload, before: Workload | null): { waivers: Waiver[]; problems: Problem[] } {
  const written = (workload: Workload) => get(workload.object.value, ...ON_OBJECT, WAIVE);
  if (written(after) == null) return { waivers: [], problems: [] };
  const known = before === null || written(before) == null ? [] : readWaiveLines(written(before));
  const texts = new Set(known.map(({ text }) => text));
  const waivers: Waiver[] = [];
  const problems: Problem[] = [];
  for (const { text, waiver } of readWaiveLines(written(after))) {
    const place = problemOf(after.object, [...ON_OBJECT, WAIVE], "annotation", "");
    const line = lineWith(after, text) ?? place.line;
    if (!waiver.ok) problems.push({ ...place, line, message: `${WAIVE} ${waiver.fault}` });
    else if (texts.has(text)) waivers.push(ownWaiver(after, waiver.value, line));
    else {
      const message = `${WAIVE} has ${quoted(text)}, which the base does not have, so it does not count here: a change cannot waive its own findings.`;
      problems.push({ ...place, code: "waiver", line, message });
    }
  }
  return { waivers, problems };
}

function ownWaiver(
  { kind, namespace, name, path }: Workload,
  parts: Pick<Waiver, "rule" | "until" | "reason">,
  line: number,
): Waiver {
  const workload = [kind, ...(namespace === null ? [] : [namespace]), name ?? ""].join("/");
  return { ...parts, workload, path: null, writtenAt: { path, line, column: 1 } };
}

/** Lines of an annotation's block that are looked through, and strange keys that are told: a manifest may hold thousands. */
const MAX_LINES = 100;
const MAX_KEYS = 20;

/** Returns the line of the annotation's block that holds a text; null where the text is written in another form. */
function lineWith({ object }: Workload, text: string): number | null {
  const place = placeOf(object, [...ON_OBJECT, WAIVE]);
  // The lines of another file are not those of the manifest.
  if (text === "" || place?.path !== object.document.manifest.path) return null;
  const { line: startLine, endLine } = place;
  const { lines, text: file } = object.document.manifest;
  for (let line = startLine; line <= Math.min(endLine, startLine + MAX_LINES); line++) {
    if (file.slice(lines.startOf(line), lines.endOf(line)).includes(text)) return line;
  }
  return null;
}

/** A slip in a key must not pass in silence, and Surefoot does not read annotations of the pods. */
function strangeKeys(workload: Workload): Problem[] {
  const keysAt = (path: KeyPath) =>
    Object.keys(asObject(get(workload.object.value, ...path))).filter((key) => key.startsWith("surefoot/"));
  const onTemplate = inPodTemplate(workload.traits, "metadata", "annotations");
  const allowed = OWN_ANNOTATIONS.join(", ");
  const strange = [
    ...keysAt(ON_OBJECT)
      .filter((key) => !OWN_ANNOTATIONS.includes(key))
      .map((key) => ({
        path: [...ON_OBJECT, key],
        message: `nothing reads ${quoted(key)}; allowed: ${allowed}`,
      })),
    ...keysAt(onTemplate).map((key) => ({
      path: [...onTemplate, key],
      message: `nothing reads ${quoted(key)} of the pod template; allowed: in metadata.annotations of the object`,
    })),
  ];
  return strange.slice(0, MAX_KEYS).map(({ path, message }, index) => {
    const left = index === MAX_KEYS - 1 ? strange.length - MAX_KEYS : 0;
    const more = left > 0 ? `; nothing reads ${left} more of its keys` : "";
    return problemOf(workload.object, path, "annotation", `${message}${more}`);
  });
}
