import type { Problem } from "../manifest/problem.js";
import { type Ceiling, DEFAULT_POLICY, type Policy, type RenderSetting } from "./policy.js";
import type { PolicyFile } from "./policy-schema.js";
import type { Waiver } from "./waiver.js";

type WrittenRender = NonNullable<PolicyFile["render"]>[number] & Pick<RenderSetting, "writtenAt">;
type Settings = Omit<PolicyFile, "_extends" | "waivers" | "render"> & { render?: WrittenRender[] };

/** The settings and waivers that one policy file states. */
export interface PolicyLayer {
  settings: Settings;
  waivers: Waiver[];
  /** the file that it builds upon, as it names it, and where; null where it stands alone */
  extends: { name: string; line: number; column: number } | null;
  /** its faults; a file that has any states nothing */
  problems: Problem[];
}

/**
 * Returns the policy that files make up together, the nearest first: its keys win, mappings are merged key by key,
 * lists are taken whole, and the waivers of all of them count. A key that none states has its default.
 */
export function completePolicy(layers: readonly PolicyLayer[], problems: readonly Problem[]): Policy {
  const file = layers.map(({ settings }) => settings).reduceRight(merge, {});
  return {
    block: file.block ?? DEFAULT_POLICY.block,
    onError: file.onError ?? DEFAULT_POLICY.onError,
    comments: file.comments ?? DEFAULT_POLICY.comments,
    rules: mapDefined(file.rules ?? {}, (severity) => (severity === false ? "off" : severity)),
    requirePreStop: file.requirePreStop ?? DEFAULT_POLICY.requirePreStop,
    worstCase: file.worstCase === undefined ? null : mapDefined(file.worstCase, ceiling),
    probe: mapDefined(file.probe ?? {}, (number) => number),
    startupSeconds: file.startupSeconds ?? DEFAULT_POLICY.startupSeconds,
    startupSource: DEFAULT_POLICY.startupSource,
    injectedReadinessGates: injectedGates(file.injectedReadinessGates),
    nodes: file.nodes ?? DEFAULT_POLICY.nodes,
    kubernetes: file.kubernetes === undefined ? null : String(file.kubernetes),
    paths: pathsOf(file.paths ?? {}),
    render: (file.render ?? []).map(renderSetting),
    waivers: layers.flatMap(({ waivers }) => waivers),
    problems: [...problems],
  };
}

function injectedGates(written: Settings["injectedReadinessGates"]): Policy["injectedReadinessGates"] {
  if (written === undefined) return DEFAULT_POLICY.injectedReadinessGates;
  if (written === "all") return written;
  const { namespaceLabel = null, annotation = null } = written;
  return { namespaceLabel, annotation };
}

/** Who names the paths that are reviewed, or those that are not, means test data and documentation too, or leaves them out. */
function pathsOf({ include, exclude }: NonNullable<Settings["paths"]>): Policy["paths"] {
  if (include === undefined && exclude === undefined) return DEFAULT_POLICY.paths;
  return { include: include ?? [], exclude: exclude ?? [] };
}

function renderSetting(written: WrittenRender): RenderSetting {
  const { chart, values = [], name = null, release = null, namespace = null, writtenAt } = written;
  return { chart: plainPath(chart), values: values.map(plainPath), name, release, namespace, writtenAt };
}

/** Without what a path may have and means nothing: a slash at its end, or twice in a row, and "." for the root. */
function plainPath(path: string): string {
  return path
    .split("/")
    .filter((name) => name !== "" && name !== ".")
    .join("/");
}

function merge(farther: Settings, nearer: Settings): Settings {
  const merged = { ...farther, ...nearer };
  for (const key of ["rules", "worstCase", "probe", "paths"] as const) {
    if (farther[key] !== undefined && nearer[key] !== undefined)
      Object.assign(merged, { [key]: { ...farther[key], ...nearer[key] } });
  }
  return merged;
}

function ceiling(max: number | string): Ceiling {
  return typeof max === "number" ? { pods: max } : { percent: Number.parseInt(max, 10) };
}

function mapDefined<Key extends string, From, To>(
  from: { [K in Key]?: From | undefined },
  map: (value: From) => To,
): { [K in Key]?: To } {
  const entries = Object.entries(from) as [Key, From | undefined][];
  const defined = entries.flatMap(([key, value]) =>
    value === undefined ? [] : [[key, map(value)] as const],
  );
  return Object.fromEntries(defined) as { [K in Key]?: To };
}
