/**
 * A second, plain reading of the manifests for the survey: which containers serve, have no gate, and could take an
 * insertion inside a hunk. It shares no code with the engine and knows whole objects in parseable YAML only.
 */
import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
} from "yaml";
import type { HunkLines } from "./git-facts.js";
import { guardOf } from "./own-guards.js";
import { isAuxiliaryName, isGrpc, type Json, ownServing, portsOf, tcpPorts } from "./own-serving.js";

export interface OwnContainer {
  path: string;
  workload: string;
  container: string;
  apiVersion: string;
  /** one of several containers serves, and this reading does not know which */
  isUnsure: boolean;
  /** a TCP port that is neither auxiliary nor gRPC by its name */
  usablePort: boolean;
  /** a direct entry of the container ends on a line that a hunk shows */
  lineInHunk: boolean;
  /** why the gate would not help or must wait, read independently; null where nothing speaks against it */
  guard: string | null;
}

interface OwnObject {
  value: Json;
  /** null where the object hangs on an alias */
  node: Node | null;
  text: string;
  lines: LineCounter;
}

export interface OwnInput {
  /** path and text at the head of the changed files */
  changed: readonly (readonly [string, string])[];
  /** texts at the base of every file that the commit touches */
  before: readonly string[];
  /** texts of the manifests in the folder of a path */
  neighbours: (path: string) => readonly string[];
}

function isWorkload({ kind, apiVersion }: Json): boolean {
  return /^(?:Deployment|StatefulSet|DaemonSet)$/.test(kind) && !String(apiVersion).includes(".");
}

/** Unprobed serving containers of the workloads that stood nowhere like this at the base, as this reading sees them. */
export function unprobedServing(
  { changed, before, neighbours }: OwnInput,
  hunks: ReadonlyMap<string, HunkLines[]>,
): OwnContainer[] {
  const old = new Set(before.flatMap((text) => readObjects(text).map(({ value }) => comparable(value))));
  return changed.flatMap(([path, text]) => {
    const around = neighbours(path).flatMap((one) => readObjects(one).map(({ value }) => value));
    return readObjects(text)
      .filter(({ value }) => isWorkload(value) && !old.has(comparable(value)))
      .flatMap((object) => ofWorkload(path, object, around, hunks.get(path) ?? []));
  });
}

function ofWorkload(
  path: string,
  object: OwnObject,
  around: readonly Json[],
  hunks: readonly HunkLines[],
): OwnContainer[] {
  const deployment = object.value;
  const pod = deployment.spec?.template?.spec;
  if (!Array.isArray(pod?.containers) || deployment.spec.template.metadata?.labels === undefined) return [];
  if (pod.containers.some((one: Json) => typeof one?.image !== "string")) return [];
  const serving = ownServing(deployment, around);
  const workload = `${deployment.metadata?.namespace ?? ""}/${deployment.metadata?.name ?? ""}`;
  return (["initContainers", "containers"] as const).flatMap((field) =>
    (Array.isArray(pod[field]) ? pod[field] : []).flatMap(
      (container: Json, index: number): OwnContainer[] => {
        if (typeof container?.name !== "string") return [];
        const isUnsure = !serving.names.has(container.name);
        if (isUnsure && !serving.unsure.has(container.name)) return [];
        if (asksSomething(container.readinessProbe) || asksSomething(container.startupProbe)) return [];
        const ends = entryEnds(object, field, index);
        return [
          {
            path,
            workload,
            container: container.name,
            isUnsure,
            apiVersion: String(deployment.apiVersion),
            usablePort: tcpPorts(container).some((port) => !isAuxiliaryName(port.name) && !isGrpc(port)),
            lineInHunk: ends.some((line) => hunks.some((hunk) => line >= hunk.first && line <= hunk.last)),
            guard: guardOf(deployment, container, around, portsOf(container)),
          },
        ];
      },
    ),
  );
}

/** Whether there is a probe with more to it than a command that is plainly there to succeed, or another host's address. */
function asksSomething(probe: Json): boolean {
  if (!probe) return false;
  const command: Json[] = probe.exec?.command ?? [];
  if (
    /^(?:\S*\/)?(?:true|echo( .*)?|(?:ba)?sh -c (?:true|:|exit 0|echo [\w ]*|.*\|\| ?(?:true|exit 0)))$/.test(
      command.join(" "),
    )
  )
    return false;
  const host = probe.httpGet?.host ?? probe.tcpSocket?.host;
  return typeof host !== "string" || !/^[\w-]+\.[\w.-]*[a-z]$/.test(host);
}

/** Returns what stays the same through a move between files and between the versions of an API with equal defaults. */
function comparable(value: Json): string {
  const apiVersion = String(value?.apiVersion).replace(/^apps\/.*/, "apps");
  return JSON.stringify({ ...value, apiVersion, status: undefined }, (_, item) => item ?? undefined);
}

/** Every object of a stream, those inside lists too; what does not parse, and templates, are left out. */
export function readObjects(text: string): OwnObject[] {
  if (/\{\{|<%|\(@/.test(text)) return [];
  const lines = new LineCounter();
  let documents: Document[];
  try {
    documents = parseAllDocuments(text, {
      merge: true,
      lineCounter: lines,
      logLevel: "silent",
    }) as Document[];
  } catch {
    return [];
  }
  return documents.flatMap((document) => {
    if (document.errors.length > 0) return [];
    try {
      return objectsOf(document.toJS() as Json, document.contents as Node | null, text, lines);
    } catch {
      return [];
    }
  });
}

function objectsOf(value: Json, node: Node | null, text: string, lines: LineCounter): OwnObject[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  if (!/List$/.test(String(value.kind)) || !Array.isArray(value.items)) return [{ value, node, text, lines }];
  const items = child(node, "items");
  return value.items.flatMap((item: Json, index: number) =>
    objectsOf(item, isSeq(items) ? ((items.items[index] as Node) ?? null) : null, text, lines),
  );
}

function child(node: Node | null, key: string): Node | null {
  if (!isMap(node)) return null;
  const value = node.get(key, true) as Node | undefined;
  return value === undefined || isAlias(value) ? null : value;
}

/** The 1-based lines on which a direct entry of a container ends. */
function entryEnds(object: OwnObject, field: string, index: number): number[] {
  let node = object.node;
  for (const key of ["spec", "template", "spec", field]) node = child(node, key);
  const container = isSeq(node) ? node.items[index] : null;
  if (!isMap(container)) return [];
  return container.items.flatMap((pair) => {
    const range = isPair(pair) ? ((pair.value as Node | null)?.range ?? (pair.key as Node).range) : undefined;
    if (!range) return [];
    // The end of a block collection includes its newline, and blank lines after it.
    let end = range[1];
    while (end > range[0] && /\s/.test(object.text[end - 1] ?? "")) end--;
    return [object.lines.linePos(Math.max(range[0], end - 1)).line];
  });
}
