import { type Judgement, judgeWorkload } from "../../judge/judge-workload.js";
import { kindOf } from "../../kinds/kinds.js";
import { get, isObject, type JsonObject } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { problemOf } from "../../manifest/origin.js";
import type { Problem } from "../../manifest/problem.js";
import { lossOf } from "../../rollout/pods-in-words.js";
import { andList, listed } from "../../words/list.js";
import { quoted } from "../../words/quote.js";
import { filledSelector } from "../../workload/change/filled-selector.js";
import { liveDefaults } from "../../workload/change/live-defaults.js";
import { containerName } from "../../workload/names.js";
import { looksWhole } from "../../workload/neighbours/is-whole-object.js";
import { goneNeighbour } from "../../workload/neighbours/misnamed-neighbour.js";
import { readWorkload } from "../../workload/read-workload.js";
import {
  type Container,
  type KeyPath,
  type OldDefault,
  PROBE_TYPES,
  type Workload,
} from "../../workload/workload.js";

/**
 * Changes that an apply cannot make by itself, although the manifest is right: what Kubernetes' defaults filled in, or
 * another manager wrote, stays beside what is applied, and the API server refuses both together. Run against its own
 * code: a null in a server-side apply takes nothing away (structured-merge-diff: typed/merge.go, doMap).
 */
export function applyHints(before: Judgement | null, after: Judgement | null): Problem[] {
  if (before === null || after === null || before.analysis.refused || after.analysis.refused) return [];
  const { workload } = after;
  if (workload.partial || before.workload.partial || workload.traits.group !== "apps") return [];
  // An object that is deleted and created again keeps nothing.
  if (after.change.recreated !== null) return [];
  const hints = [strategyHint, handlerHints].flatMap((hint) => hint(before.workload, workload));
  hints.push(
    ...defaultsHint(before.workload, after),
    ...selectorHint(before.workload, after),
    ...releaseHint(after),
  );
  return hints.map(({ path, message }) => problemOf(workload.object, path, "apply", message));
}

/**
 * Says of an apiVersion that is gone that no apply of it succeeds; the numbers are told all the same, as of the live object,
 * unless no version ever took the object.
 */
export function goneVersionHint(after: Judgement | null): Problem[] {
  if (after === null) return [];
  const { object, kind, partial, apiVersion, traits } = after.workload;
  if (partial || !Object.hasOwn(traits.gone, apiVersion)) return [];
  const numbers = after.analysis.refused
    ? ""
    : " The numbers here are those of a live object that was created from it.";
  const message = `${traits.gone[apiVersion]} no ${kind} in ${apiVersion}, so an apply of it is refused; ${traits.apiVersions[0]} has.${numbers}`;
  return [problemOf(object, ["apiVersion"], "apply", message)];
}

/** The same of the objects beside workloads that the change touches. */
export function goneNeighbourHints(objects: readonly { after: ManifestObject }[]): Problem[] {
  return objects.flatMap(({ after }) => {
    const gone = looksWhole(after) ? goneNeighbour(after) : null;
    if (gone === null) return [];
    const message = `Kubernetes ${gone.since} and later have no ${after.kind} in ${after.apiVersion}, so an apply of it is refused; ${gone.served} has.`;
    return [problemOf(after, ["apiVersion"], "apply", message)];
  });
}

interface Hint {
  path: KeyPath;
  message: string;
}

function strategyHint(before: Workload, after: Workload): Hint[] {
  const { strategyField } = after.traits;
  const [old, now] = [before.spec[strategyField], get(after.object.value, "spec", strategyField)];
  const left = kindOf(after).words.leftBehind(old);
  if (left === null || get(now, "type") !== left.type || get(old, "type") === left.type) return [];
  const { type, clientSide } = left;
  const patch = JSON.stringify({ spec: { [strategyField]: { type, rollingUpdate: null } } });
  const message = `A server-side apply keeps the rollingUpdate that Kubernetes' defaults filled in, and is refused, as ${type} allows none; rollingUpdate: null in the manifest changes nothing there. This takes it away once, before: kubectl patch ${resourceOf(after)} --type merge -p '${patch}'. ${clientSide}.`;
  return [{ path: ["spec", strategyField, "type"], message }];
}

/** Says what the live object keeps, as the manifest alone would have other defaults. */
function defaultsHint(before: Workload, judged: Judgement): Hint[] {
  const after = judged.workload;
  const { kept, keptServerSide } = liveDefaults({ before, after });
  const told = (defaults: readonly OldDefault[], words: string, numbers: string): Hint[] => {
    if (defaults.length === 0) return [];
    const values = andList(defaults.map(({ path, value }) => `${path.join(".")} ${value}`));
    const message = `${words} what ${before.apiVersion} filled in, if that is how it was created: ${values}. ${numbers}`;
    return [{ path: ["apiVersion"], message }];
  };
  return [
    ...told(
      kept,
      "The live object keeps",
      `An apply changes only what the manifest writes or wrote, so the numbers here are of those values, until it writes others.${todaysNumbers(judged)}`,
    ),
    ...told(
      keptServerSide,
      "After a server-side apply the live object keeps",
      "A client-side apply takes that away, and the numbers here are of today's defaults, which come in its place.",
    ),
  ];
}

/** Returns, after a space, the numbers that the manifest has by itself; nothing where they are the same. */
function todaysNumbers({ workload, neighbours, policy, change, analysis }: Judgement): string {
  const { object, traits } = workload;
  const alone = readWorkload(object, traits, neighbours);
  const { rollout } = judgeWorkload(alone, neighbours, policy, change).analysis;
  const [live, today] = [lossOf(analysis.rollout), lossOf(rollout)];
  return live === today
    ? ""
    : ` By these a rollout can take ${live}; by today's defaults, as a new object has them, ${today}.`;
}

/**
 * Says who is refused where the head writes less than the selector that was filled in: a LabelSelector is atomic to a
 * server-side apply (apimachinery: structType=atomic), while a client-side one sends no entry that stays as it is.
 */
function selectorHint(before: Workload, { workload, change, neighbours }: Judgement): Hint[] {
  const filled = filledSelector(before);
  const { selector } = workload.spec;
  if (filled === null || !isObject(selector) || change.recreated !== null) return [];
  const isWritten = (key: string) =>
    get(selector, "matchLabels", key) != null || neighbours.addedLabels.everywhere.has(key);
  const kept = Object.entries(filled).filter(([key]) => !isWritten(key));
  if (kept.length === 0) return [];
  const entries = listed(kept.map(([key, value]) => quoted(`${key}: ${value}`)));
  const message = `The live object's selector keeps ${entries}, which ${before.apiVersion} took from the pods' labels, if that is how it was created. A client-side apply lets that be and succeeds; a server-side apply and a replace write spec.selector as a whole, and are refused unless it has every label of the live one.`;
  return [{ path: ["spec", "selector"], message }];
}

/** Says what becomes of the pods that a changed selector no longer matches, where the API server takes the change. */
function releaseHint({ workload, change }: Judgement): Hint[] {
  if (!change.letsGoOfPods || workload.spec.selector == null) return [];
  const { kind, apiVersion } = workload;
  const message = `${apiVersion} lets spec.selector change, which apps/v1 does not: the ${kind} lets go of the pods that run, as they do not match the new one, and makes others beside them. The old ones run on, and serve wherever a Service still selects them, until somebody deletes them and what else holds them, such as a ReplicaSet.`;
  return [{ path: ["spec", "selector"], message }];
}

const HANDLERS = ["exec", "httpGet", "tcpSocket", "grpc"] as const;

/** A handler that takes another one's place stays beside it where another manager applied the first. */
function handlerHints(before: Workload, after: Workload): Hint[] {
  return after.containers.flatMap((container) => {
    const earlier = before.containers.find(({ name }) => name !== null && name === container.name);
    if (earlier === undefined) return [];
    return PROBE_TYPES.flatMap((type) => handlerHint(type, earlier, container));
  });
}

function handlerHint(type: (typeof PROBE_TYPES)[number], before: Container, after: Container): Hint[] {
  const [old, now] = [handlerOf(before.probes[type]), handlerOf(after.probes[type])];
  if (old === null || now === null || old === now) return [];
  const message = `${type} of ${containerName(after)} changes from ${old} to ${now}. A server-side apply leaves ${old} beside it where another manager wrote that, such as a client-side apply before, and is refused: ${old}: null in the manifest changes nothing there, and kubectl patch with ${old}: null beside the new ${now}, once before, does. A client-side apply, and a server-side apply of the manager that wrote it, take it away by themselves.`;
  return [{ path: [...after.path, type, now], message }];
}

/** Returns the one handler of a probe; null where it has none or several. */
function handlerOf(probe: JsonObject | undefined): (typeof HANDLERS)[number] | null {
  const written = HANDLERS.filter((handler) => probe?.[handler] != null);
  return written.length === 1 ? (written[0] as (typeof HANDLERS)[number]) : null;
}

/** Names as the API server takes them (apimachinery: IsDNS1123Subdomain): nothing in them means anything to a shell. */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

function resourceOf({ kind, name, namespace }: Workload): string {
  const shown = name !== null && NAME.test(name) ? name : "NAME";
  const where = namespace !== null && NAME.test(namespace) ? ` -n ${namespace}` : "";
  return `${kind.toLowerCase()}/${shown}${where}`;
}
