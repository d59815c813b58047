/** What a pod holds that a second one beside it may not get, so that a new pod cannot come before the old one has gone. */
import { asArray, asObject, asString, get, type JsonObject } from "../manifest/json-value.js";
import { placeOf } from "../manifest/origin.js";
import { quoted } from "../words/quote.js";
import { holdsHostPorts } from "./host-ports.js";
import { isSameNamespace } from "./names.js";
import type { Claim, Neighbours } from "./neighbours.js";
import { electsLeader } from "./servers/elects-leader.js";
import { isStore } from "./servers/stores.js";
import { type Container, runningContainers, type Workload } from "./workload.js";

/** Returns it in words that go behind "as", of the first such thing; null where nothing is known to be held. */
export function heldAlone(workload: Workload, neighbours: Neighbours): string | null {
  const claim = claimOfOneWriter(workload, neighbours);
  if (claim !== null) return `its claim ${quoted(claim)} may be for one writer`;
  const [template] = asArray(workload.spec.volumeClaimTemplates);
  if (template !== undefined) return "its data is on a claim of its own";
  const volume = asArray(workload.podSpec.volumes).map(asObject).find(isForOnePod(workload));
  if (volume !== undefined) return `both would write to its volume ${quoted(asString(volume.name) ?? "")}`;
  if (holdsHostPorts(workload)) return "both take the same port of the node";
  const running = runningContainers(workload);
  if (running.some(isStore) || running.some((container) => keepsDataOfItsPod(container, workload)))
    return "each pod has data of its own";
  return running.some(electsLeader) ? "the old one may hold the lead" : null;
}

const ONLY_ONE =
  /\b(?:(?:do not|don't|never) (?:scale|increase|run more)|only (?:one|1|a single)\b|single[- ](?:instance|replica|pod)|singleton|(?:must|has to) (?:be|stay|remain)(?: at)? (?:1|one)\b|exactly (?:one|1)\b)/gi;
/** What stands right before such words and says the opposite, or that it has been so. */
const NOT =
  /(?:\b(?:no|not|non|never|without|was|were|once|formerly|previously|instead of|used to be)|n't)[\s-]+(?:[\w-]+\s+){0,3}$/i;

/** Whether a comment beside the number of replicas, or on the line above, asks for no second pod. */
export function saysOnlyOne({ object }: Workload): boolean {
  const { text, lines } = object.document.manifest;
  const place = object.document.manifest.origin.rendering ? null : placeOf(object, ["spec", "replicas"]);
  if (place === null) return false;
  const textAt = (line: number) =>
    line < 1 ? "" : text.slice(lines.startOf(line), lines.endOf(line)).slice(0, 300);
  const above = textAt(place.line - 1).trim();
  return asksForOne(textAt(place.line)) || (above.startsWith("#") && asksForOne(above));
}

function asksForOne(line: string): boolean {
  const hash = line.indexOf("#");
  const comment = hash === -1 ? "" : line.slice(hash + 1);
  return [...comment.matchAll(ONLY_ONE)].some(({ index }) => !NOT.test(comment.slice(0, index)));
}

/** Returns a claim that is not known to take several writers; null where there is none. */
export function claimOfOneWriter(workload: Workload, neighbours: Neighbours): string | null {
  return workload.claims.find((name) => !claimNamed(name, workload, neighbours)?.sharedWriters) ?? null;
}

/** Returns the claim of a name that the pods mount, as it stands beside them; null where none is in sight. */
export function claimNamed(
  name: string,
  { namespace }: Pick<Workload, "namespace">,
  { claims }: Neighbours,
): Claim | null {
  return claims.find((claim) => claim.name === name && isSameNamespace(claim.namespace, namespace)) ?? null;
}

/** An emptyDir where a program keeps its data, and no cache or scratch. */
function keepsDataOfItsPod({ value }: Container, { podSpec }: Workload): boolean {
  const empty = asArray(podSpec.volumes).flatMap((volume) =>
    get(volume, "emptyDir") == null ? [] : [get(volume, "name")],
  );
  return asArray(value.volumeMounts).some(
    (mount) =>
      empty.includes(get(mount, "name") as string) &&
      /^\/var\/lib\/|\/(?:data|db|storage)(?:\/|$)/.test(asString(get(mount, "mountPath")) ?? ""),
  );
}

/** Volumes that one node at a time can attach (kubernetes.io: persistent-volumes, access modes). */
const DISKS = [
  ...["awsElasticBlockStore", "azureDisk", "cinder", "fc", "flexVolume", "gcePersistentDisk", "iscsi"],
  ...["photonPersistentDisk", "portworxVolume", "rbd", "scaleIO", "storageos", "vsphereVolume"],
];

function isForOnePod(workload: Workload): (volume: JsonObject) => boolean {
  const written = new Set(
    runningContainers(workload).flatMap(({ value }) =>
      asArray(value.volumeMounts).flatMap((mount) =>
        get(mount, "readOnly") === true ? [] : [get(mount, "name")],
      ),
    ),
  );
  return (volume) =>
    written.has(volume.name) && (DISKS.some((type) => volume[type] != null) || isDataOfNode(volume));
}

/** A folder of the node that may hold data, and not what the node itself keeps there. */
function isDataOfNode(volume: JsonObject): boolean {
  const path = asString(get(volume, "hostPath", "path"));
  const type = asString(get(volume, "hostPath", "type")) ?? "";
  return (
    path !== null &&
    !/^\/(?:dev|proc|run|sys|var\/run|etc|lib\/modules|usr)(?:\/|$)/.test(path) &&
    /^(?:Directory.*)?$/.test(type)
  );
}
