/** Ports that a kustomization's strategic merge patches give to containers which stand in other files. */
import { folderOf } from "../changeset/change-set.js";
import { asArray, asObject, asString, get } from "../manifest/json-value.js";
import { isKustomizationKind } from "../manifest/kind-names.js";
import type { Manifest, ManifestObject } from "../manifest/manifest.js";
import { isOneObject, patchesIn, takenInBy } from "./completed-parts.js";
import type { KindIndex } from "./kind-index.js";
import type { Neighbours, PatchedPort } from "./neighbours.js";
import { podTemplateOf } from "./pod-template.js";
import type { Container, Workload } from "./workload.js";

/** Returns the named TCP ports in the patches of every kustomization, however many name the same. */
export function patchedPorts(manifests: readonly Manifest[], kinds: KindIndex): PatchedPort[] {
  const objects = manifests.flatMap((manifest) => manifest.objects);
  const kustomizations = objects.filter(({ kind }) => isKustomizationKind(kind));
  if (kustomizations.length === 0) return [];
  const byPath = new Map(manifests.map((manifest) => [manifest.path, manifest.objects]));
  return kustomizations.flatMap((kustomization) => {
    const taken = takenInBy(kustomization);
    if (taken.length === 0) return [];
    return patchesIn(kustomization, byPath, kinds).flatMap((object) => portsOf(object, taken, kinds));
  });
}

/** Returns the container of a workload, and its port's number, that a patch gives the port of this name. */
export function patchedPort(
  name: string,
  workload: Workload,
  containers: readonly Container[],
  { patchedPorts: ports }: Pick<Neighbours, "patchedPorts">,
): { container: Container; port: number } | null {
  for (const one of ports) {
    if (one.name !== name || !isLaidOver(one, workload)) continue;
    const container = containers.find((known) => known.name === one.container);
    if (container !== undefined) return { container, port: one.port };
  }
  return null;
}

function isLaidOver({ object, taken }: PatchedPort, { path, object: whole }: Workload): boolean {
  const isTaken = taken.some((one) => path === one || one === folderOf(path) || path.startsWith(`${one}/`));
  return isTaken && isOneObject(object, whole);
}

function portsOf(object: ManifestObject, taken: readonly string[], kinds: KindIndex): PatchedPort[] {
  const traits = kinds.meantAs(object);
  if (traits === null) return [];
  const template = podTemplateOf({ spec: asObject(object.value.spec), traits });
  return asArray(get(template, "spec", "containers")).flatMap((entry) => {
    const container = asString(get(entry, "name"));
    if (container === null) return [];
    return asArray(get(entry, "ports")).flatMap((port): PatchedPort[] => {
      const [name, number] = [asString(get(port, "name")), get(port, "containerPort")];
      const isTcp = (get(port, "protocol") ?? "TCP") === "TCP";
      if (name === null || typeof number !== "number" || !isTcp) return [];
      return [{ object, taken, container, port: number, name }];
    });
  });
}
