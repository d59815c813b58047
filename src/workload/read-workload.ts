import { asArray, asObject, asString, get, isObject, type JsonObject } from "../manifest/json-value.js";
import type { ManifestObject } from "../manifest/manifest.js";
import { shownPlace } from "../manifest/origin.js";
import { askedForIn, isPlaceholder, isUnfilled, isUnfilledName } from "../manifest/template-text.js";
import { quoted } from "../words/quote.js";
import type { Neighbours } from "./neighbours.js";
import { inPodTemplate, podTemplateOf } from "./pod-template.js";
import { probedPod } from "./probes/probed-pod.js";
import { dotted, readContainers, typeName } from "./read-container.js";
import { type Container, type KindTraits, PROBE_TYPES, type ShapeFault, type Workload } from "./workload.js";

/** What stands around an object that says what it is, or what its pods get. */
export type ReadAround = Pick<Neighbours, "patchPaths" | "injected" | "namespace">;

/** Reads a workload of a kind. Never throws; what cannot be read is a fault of the result. */
export function readWorkload(
  object: ManifestObject,
  traits: KindTraits,
  { patchPaths, injected, namespace: givenNamespace }: ReadAround,
): Workload {
  const { value } = object;
  const { path, origin } = object.document.manifest;
  const { path: shownPath, line } = shownPlace(object, []);
  const { kind } = traits;
  const metadata = asObject(value.metadata);
  const spec = asObject(value.spec);
  const template = asObject(podTemplateOf({ spec, traits }));
  const name = asString(metadata.name);
  const namespace = asString(metadata.namespace);
  const injectedBy = injected.get(givenNamespace ?? namespace ?? "") ?? [];
  const pod = probedPod(template, injectedBy);
  const { podSpec } = pod;
  const { containers, faults } = readContainers(pod, inPodTemplate(traits, "spec"), name);
  const misplaced = misplacedTemplate(spec, traits);
  const partial = misplaced.length === 0 && isPatch(value, containers, traits, patchPaths.has(path));
  return {
    id:
      name === null
        ? `${origin.id}#${object.place}`
        : `${origin.id}#${traits.group}/${kind}/${namespace ?? ""}/${name}`,
    kind,
    traits,
    apiVersion: object.apiVersion,
    namespace,
    name,
    path: shownPath,
    scope: origin.scope,
    line,
    object,
    partial,
    spec,
    podSpec,
    injectedBy,
    podLabels: readLabels(get(template, "metadata", "labels")),
    containers,
    hasReadinessGates: asArray(podSpec.readinessGates).some(
      (gate) => !traits.ownReadinessGates?.includes(String(get(gate, "conditionType"))),
    ),
    hostNetwork: podSpec.hostNetwork === true,
    claims: asArray(podSpec.volumes).flatMap(
      (volume) => asString(get(volume, "persistentVolumeClaim", "claimName")) ?? [],
    ),
    faults: [
      ...strangersIn(spec, traits),
      ...(partial ? [] : misplaced.length > 0 ? misplaced : [...missingParts(value, traits), ...faults]),
    ],
  };
}

export function readLabels(value: unknown): Record<string, string> {
  const entries = Object.entries(asObject(value)).filter(([, label]) =>
    ["string", "number", "boolean"].includes(typeof label),
  );
  return Object.fromEntries(entries.map(([key, label]) => [key, String(label)]));
}

/**
 * A patch is named by a kustomization, holds a `$patch` directive, or has neither a selector nor an image. What has neither a
 * selector nor pod labels is one too: as a whole object it could never be applied. Where the selector of a version that is gone
 * was filled in from the labels, it was refused as empty (ValidateDeploymentSpec and its like in pkg/apis/apps/validation).
 */
function isPatch(
  value: JsonObject,
  containers: readonly Container[],
  traits: KindTraits,
  named: boolean,
): boolean {
  if (named || value.$patch !== undefined || get(value, "spec", "$patch") !== undefined) return true;
  // A spec that is no mapping cannot be laid over another object, so it makes no patch.
  const isForeign = (part: unknown) => part != null && !isObject(part) && !isUnfilled(part);
  if (isForeign(value.spec) || isForeign(value.metadata)) return false;
  if (get(value, "spec", "selector") != null) return false;
  const hasImage = containers.some((container) => container.image !== null && container.image !== "");
  const hasLabels = get(value, ...inPodTemplate(traits, "metadata", "labels")) != null;
  return !hasImage || (hasVersion(value.apiVersion, traits) && !hasLabels);
}

/** Whether the API has or had the kind in a version: an apiVersion with a slip in it is no patch's either, and is told. */
function hasVersion(apiVersion: unknown, { apiVersions, gone }: KindTraits): boolean {
  return (
    typeof apiVersion === "string" && (apiVersions.includes(apiVersion) || Object.hasOwn(gone, apiVersion))
  );
}

/** No controller reads a `template` one level too deep: the API server drops it as an unknown field of the strategy. */
function misplacedTemplate(spec: JsonObject, { templateTraps, podTemplate }: KindTraits): ShapeFault[] {
  const name = podTemplate.at(-1) as string;
  for (const path of templateTraps) {
    if (isObject(get(spec, ...path, name))) {
      const at = ["spec", ...path, name];
      return [
        {
          path: at,
          message: `${dotted(at)} is indented too deep: it belongs directly under spec, and Kubernetes finds no pod template where it is`,
        },
      ];
    }
  }
  return [];
}

/** Entries that another kind has; a mapping without anything in it, as generators write, says nothing. */
function strangersIn(spec: JsonObject, { kind, strangers }: KindTraits): ShapeFault[] {
  return strangers
    .filter(({ path }) => {
      const found = get(spec, ...path);
      if (!isObject(found)) return found != null;
      // A directive takes away what the patched object has, which may be of another kind.
      return Object.keys(found).length > 0 && found.$patch === undefined;
    })
    .map(({ path, message }) => {
      const at = ["spec", ...path];
      return {
        path: at,
        message: `${dotted(at)} is not a field of a ${kind}, so it is dropped or refused: ${message}`,
        dropped: true,
      };
    });
}

function missingParts(value: JsonObject, traits: KindTraits): ShapeFault[] {
  const { kind, apiVersions } = traits;
  const podSpec = inPodTemplate(traits, "spec");
  const faults: ShapeFault[] = [];
  const metadata = value.metadata;
  if (value.kind !== kind) {
    const message = `kind is ${quoted(String(value.kind))}, which no API has; ${quoted(kind)} is meant`;
    faults.push({ path: ["kind"], message });
  }
  if (!asString(value.apiVersion)) faults.push({ path: ["apiVersion"], message: "apiVersion is missing" });
  else if (!apiVersions.includes(String(value.apiVersion))) {
    const message = `apiVersion is ${quoted(String(value.apiVersion))}, which has no ${kind}; ${apiVersions[0]} has`;
    faults.push({ path: ["apiVersion"], message });
  }
  if (!isObject(metadata) || (get(metadata, "name") == null && get(metadata, "generateName") == null)) {
    const slip = isObject(value.meta) ? ": “meta” is not a field, it is “metadata”" : "";
    faults.push({ path: ["metadata"], message: `metadata.name is missing${slip}` });
  } else if (get(metadata, "name") != null && asString(metadata.name) === null) {
    faults.push({
      path: ["metadata", "name"],
      message: `metadata.name is ${typeName(metadata.name)}, not a string`,
    });
  }
  for (const path of [["spec"], inPodTemplate(traits), podSpec]) {
    const found = get(value, ...path);
    if (isObject(found)) continue;
    const what = found == null ? "is missing" : `is ${typeName(found)}, not a mapping`;
    return [...faults, { path, message: `${dotted(path)} ${what}` }];
  }
  const list = get(value, ...podSpec, "containers");
  if (list == null || (Array.isArray(list) && list.length === 0)) {
    const path = [...podSpec, "containers"];
    faults.push({ path, message: `${dotted(path)} is missing or empty` });
  }
  return faults;
}

/**
 * Returns the first value that a tool replaces before Kubernetes sees it, among those that the numbers come from. An
 * image or a name may be a placeholder: nothing is counted with it. What a sample asks its reader for counts anywhere, as such
 * a list is of no use to an API server.
 */
export function placeholderIn(workload: Workload): string | null {
  const judged = workload.traits.settingsOf(workload.spec);
  for (const container of workload.containers) {
    for (const port of asArray(container.value.ports)) {
      const number = get(port, "containerPort");
      // Where a number belongs, one word in capitals is filled in later too.
      if (typeof number === "string" && isUnfilled(number)) return number;
      judged.push(port, number);
    }
    for (const type of PROBE_TYPES) {
      const probe = asObject(container.value[type]);
      judged.push(...Object.values(probe).filter((value) => typeof value !== "object"));
      for (const handler of ["httpGet", "tcpSocket", "grpc"]) judged.push(get(probe, handler, "port"));
      if (typeof container.value[type] === "string") judged.push(container.value[type]);
    }
    if (typeof container.value.ports === "string") judged.push(container.value.ports);
  }
  return judged.find(isFilledInLater) ?? askedForIn(workload.object.value);
}

function isFilledInLater(value: unknown): value is string {
  return typeof value === "string" && (isPlaceholder(value) || isUnfilledName(value));
}
