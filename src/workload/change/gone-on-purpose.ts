/** What a change itself tells of a Service that it deletes: that its callers go too, or that something takes its place. */
import { asArray, asString, get } from "../../manifest/json-value.js";
import { isKustomizationKind } from "../../manifest/kind-names.js";
import type { Manifest, ManifestObject } from "../../manifest/manifest.js";
import { type ChangedManifest, mayHideObjects, onSide } from "../changed-manifest.js";
import { readService } from "../neighbours/read-service.js";
import { reachOf } from "../neighbours/service-reach.js";
import type { AddedLabels, Service } from "../neighbours.js";
import type { Workload } from "../workload.js";

/** Whether a Service of the base that no Service of the folder follows is meant to go, or may stand elsewhere. */
export type GoneOnPurpose = (service: Service, workload: Workload, added: AddedLabels) => boolean;

/** `headManifests` are those of every scope: a Service may have moved to another folder. */
export function goneOnPurpose(
  changed: readonly ChangedManifest[],
  headManifests: readonly Manifest[],
): GoneOnPurpose {
  let standing: Service[] | null = null;
  let isOpen: boolean | null = null;
  return (service, workload, added) => {
    if (service.name === null) return true;
    isOpen ??= changed.some((one) => mayHideObjects(one) || bringsMore(one));
    if (isOpen) return true;
    standing ??= headManifests
      .flatMap(({ objects }) => objects)
      .flatMap((object) => (object.kind === "Service" ? (readService(object) ?? []) : []));
    const replaces = (other: Service) =>
      other.name === service.name || reachOf(workload, other, added).missingLabels.length === 0;
    if (standing.some(replaces)) return true;
    return mentions(changed, "before", service.name) !== mentions(changed, "after", service.name);
  };
}

/** Whether a kustomization of the change takes in what it did not take in before. */
function bringsMore({ before, after }: ChangedManifest): boolean {
  const known = new Set((before?.objects ?? []).flatMap(takenIn));
  return (after?.objects ?? []).flatMap(takenIn).some((entry) => !known.has(entry));
}

function takenIn({ kind, value }: ManifestObject): string[] {
  if (!isKustomizationKind(kind)) return [];
  return ["resources", "bases", "components", "helmCharts", "generators"].flatMap((field) =>
    asArray(get(value, field)).map((entry) => asString(entry) ?? JSON.stringify(entry)),
  );
}

const SERVICE = /^["']?kind["']?[ \t]*:[ \t]*["']?Service["']?[ \t]*(?:#.*)?$/m;

/** Returns how many documents of the changed files name the Service, itself and files of its name apart. */
function mentions(changed: readonly ChangedManifest[], side: "before" | "after", name: string): number {
  const escaped = name.replaceAll(/[^a-z0-9-]/gi, "\\$&");
  const word = new RegExp(`(?<![\\w./-])${escaped}(?![\\w-]|\\.ya?ml)`);
  return onSide(changed, side)
    .flatMap(({ text }) => text.split(/^---/m))
    .filter((text) => word.test(text) && !SERVICE.test(text)).length;
}
