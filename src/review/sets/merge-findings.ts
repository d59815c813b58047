/** Findings of several renderings: the same one is told once, with the names of those that have it. */
import type { ManifestObject } from "../../manifest/manifest.js";
import { withoutRendering } from "../../manifest/origin.js";
import { andList } from "../../words/list.js";
import { quoted } from "../../words/quote.js";
import type { Finding } from "../findings/finding.js";
import { lineKey, renderingName } from "./same-source.js";

/** An object of the head, by the id that its findings have. */
export interface Judged {
  id: string;
  name: string | null;
  object: ManifestObject;
  /** how bad its numbers are, to be compared with those of another rendering */
  weight: number;
}

/** Renderings that are named in one sentence. */
const MAX_NAMED = 5;

/**
 * Merges what several renderings have at the same lines of a source. The worst leads; where not all renderings of the same
 * object have it, the message names those that do. `entryOf` gives the id of a workload's entry.
 */
export function mergeFindings(
  findings: readonly Finding[],
  judged: readonly Judged[],
  entryOf: ReadonlyMap<string, string>,
): Finding[] {
  const byId = new Map(judged.filter(isRendered).map((one) => [one.id, one]));
  if (byId.size === 0) return [...findings];
  const renderings = renderingsOf([...byId.values()]);
  const groups = new Map<unknown, Finding[]>();
  for (const found of findings) {
    const of = byId.get(found.workload ?? found.object ?? "");
    const finding = of === undefined ? found : asFarAsItCounts(found, of.object);
    const key = of === undefined ? withoutRendering(finding.id) : keyOf(finding, of);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].map((group): Finding => {
    const weightOf = ({ workload }: Finding) => byId.get(workload ?? "")?.weight ?? 0;
    const lead = group.toSorted(
      (left, right) => rankOf(left) - rankOf(right) || weightOf(right) - weightOf(left),
    )[0] as Finding;
    const of = byId.get(lead.workload ?? lead.object ?? "");
    const all =
      of === undefined ? new Set<string>() : (renderings.get(lineKey(of.object, of.name)) as Set<string>);
    const having = new Set(
      group.flatMap(({ workload, object }) => {
        const one = byId.get(workload ?? object ?? "");
        return one === undefined ? [] : [renderingName(one.object) as string];
      }),
    );
    const entry =
      lead.workload === null ? null : (entryOf.get(lead.workload) ?? withoutRendering(lead.workload));
    return {
      ...lead,
      id:
        lead.workload === null
          ? withoutRendering(lead.id)
          : lead.id.replace(lead.workload, () => entry ?? ""),
      workload: entry,
      ...(lead.object === undefined ? {} : { object: withoutRendering(lead.object) }),
      message: having.size < all.size ? `${lead.message} ${onlyWith(having, of)}` : lead.message,
    };
  });
}

/** What holds in test values alone, in another's chart, or beside a base that could not be rendered, fails no check. */
function asFarAsItCounts(finding: Finding, { document }: ManifestObject): Finding {
  const isLenient = document.manifest.origin.rendering?.isLenient === true;
  return isLenient && finding.severity === "error" ? { ...finding, severity: "warning" } : finding;
}

function isRendered({ object }: Judged): boolean {
  return renderingName(object) !== null;
}

/** Returns the names of the renderings that have the same object. */
function renderingsOf(judged: readonly Judged[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { object, name } of judged) {
    const key = lineKey(object, name);
    found.set(key, (found.get(key) ?? new Set()).add(renderingName(object) as string));
  }
  return found;
}

/** What a finding is about, behind the id of its workload: an unknown field's name, a Service's. */
function keyOf({ id, rule, container, path, line, workload, object }: Finding, of: Judged): string {
  const subject = id.slice(id.indexOf(workload ?? object ?? "") + of.id.length);
  return JSON.stringify([rule, container, path, line, subject, lineKey(of.object, of.name)]);
}

function rankOf({ severity, state, waived }: Finding): number {
  return (waived === null ? 0 : 4) + (severity === "error" ? 0 : 2) + (state === "new" ? 0 : 1);
}

function onlyWith(names: ReadonlySet<string>, of: Judged | undefined): string {
  const list = [...names];
  const shown = list.slice(0, MAX_NAMED).map(quoted);
  const left = list.length - shown.length;
  const listed = andList(left > 0 ? [...shown, `${left} more`] : shown);
  return of?.object.document.manifest.origin.rendering?.tool === "kustomize"
    ? `This holds in ${listed}, and not in every kustomization that takes it in.`
    : `This holds with ${listed}, and not with every set of values.`;
}
