/** What holds for every review, whatever the pull request. Written against GitHub's rules, not against the engine. */

import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import { parseAllDocuments } from "yaml";
import type { ChangedFile, ChangeSet } from "../src/changeset/change-set.js";
import { contentHunks } from "../src/changeset/line-hunks.js";
import { formatJson } from "../src/cli/formats/format-json.js";
import { reviewChange } from "../src/engine.js";
import type { SourceEdit } from "../src/manifest/edit/source-edit.js";
import { readManifest } from "../src/manifest/read-manifest.js";
import { WORKLOAD_KIND_NAMES } from "../src/policy/kind-names.js";
import type { Policy } from "../src/policy/policy.js";
import { renderChange } from "../src/render/render-change.js";
import type { Rendering } from "../src/render/rendering.js";
import type { Finding } from "../src/review/findings/finding.js";
import type { ReviewPlan } from "../src/review/review-plan.js";
import { CIRCUMSTANCES } from "./circumstances.js";
import { contractFaults } from "./cli/review-contract.js";

/** Fails where the plan cannot be posted, or an edit does anything but what it promises. No tool made anything of it. */
export function checkInvariants(changeSet: ChangeSet, policy: Policy, plan: ReviewPlan): void {
  checkPlan(changeSet, policy, plan, []);
  for (const { edited, check } of editChecks(changeSet, plan))
    check(reviewChange(renderChange(edited), policy, CIRCUMSTANCES));
}

/** The same for a change of which tools made something: they make it again of every edit. */
export async function checkRenderedInvariants(
  changeSet: ChangeSet,
  policy: Policy,
  plan: ReviewPlan,
  render: (edits: readonly SourceEdit[]) => Promise<readonly Rendering[]>,
): Promise<void> {
  const before = await render([]);
  checkPlan(changeSet, policy, plan, before);
  for (const { edited, edits, isOfProbe, check } of editChecks(changeSet, plan, before)) {
    const after = await render(edits);
    check(reviewChange(renderChange(edited, { renderings: after }), policy, CIRCUMSTANCES));
    if (isOfProbe) expectOnlyProbesMore(before, after);
  }
}

/** What tools make has readiness probes more, and is the same but for these and checksums of it. */
function expectOnlyProbesMore(before: readonly Rendering[], after: readonly Rendering[]): void {
  expect(after.length).toBe(before.length);
  const textsOf = ({ after: side }: Rendering) =>
    side?.kind === "rendered" ? side.texts.map(({ text }) => text) : [];
  const found = before.flatMap((one, index) => {
    const now = textsOf(after[index] as Rendering);
    return textsOf(one).flatMap((text, i) =>
      differences(withoutEmptyProbes(othersView(text)), othersView(now[i] ?? "")),
    );
  });
  for (const difference of found)
    expect(difference).toMatch(
      /^(?:\+.*\/(?:containers|initContainers)\/\d+\/readinessProbe|~.*\/annotations\/checksum\/.*)$/,
    );
}

function checkPlan(
  changeSet: ChangeSet,
  policy: Policy,
  plan: ReviewPlan,
  renderings: readonly Rendering[],
): void {
  checkLengths(plan);
  expect(contractFaults(formatJson(plan)), "the published JSON Schema").toEqual([]);
  checkComments(changeSet, plan);
  checkDeterminism(changeSet, policy, plan, renderings);
}

// GitHub: 65,536 characters a body, 65,535 a summary, 255 a title, 50 annotations of 64 kB a request.
function checkLengths(plan: ReviewPlan): void {
  expect(plan.title.length).toBeLessThanOrEqual(255);
  expect(plan.title).not.toMatch(/[\r\n]/);
  expect(plan.check.summary.length).toBeLessThan(65_000);
  expect((plan.reviewBody ?? "").length).toBeLessThan(65_000);
  expect(plan.comments.length).toBeLessThanOrEqual(30);
  for (const { body } of plan.comments) expect(body.length).toBeLessThan(65_000);
  expect(plan.check.annotations.length).toBeLessThanOrEqual(50);
  for (const { title, message, startLine, endLine } of plan.check.annotations) {
    expect(title.length).toBeLessThanOrEqual(255);
    expect(Buffer.byteLength(message)).toBeLessThan(64 * 1024);
    expect(startLine).toBeGreaterThanOrEqual(1);
    expect(endLine).toBeGreaterThanOrEqual(startLine);
  }
}

// A comment outside the diff, or across hunks, gets the whole review refused; so does a range of one line.
function checkComments({ files, others = [] }: ChangeSet, plan: ReviewPlan): void {
  const ids = new Set(plan.findings.map(({ id }) => id));
  expect(new Set(plan.comments.map(({ fingerprint }) => fingerprint)).size).toBe(plan.comments.length);
  for (const comment of plan.comments) {
    const hunks = [...files, ...others].find(({ path }) => path === comment.path)?.hunks ?? [];
    const first = comment.startLine ?? comment.line;
    const inside = hunks.filter(
      ({ newStart, newLines }) => newStart <= first && comment.line < newStart + newLines,
    );
    expect(inside, `${comment.path}:${first}-${comment.line} in one hunk`).toHaveLength(1);
    expect(comment.side).toBe("RIGHT");
    if (comment.startLine !== undefined) expect(comment.startLine).toBeLessThan(comment.line);
    expect(comment.findings.length).toBeGreaterThan(0);
    for (const id of comment.findings) expect(ids).toContain(id);
    if (comment.suggestion !== null) {
      expect(comment.body).toContain(`suggestion\n${comment.suggestion}\n\`\`\``);
      expect(comment.suggestion).not.toContain("\r");
    }
  }
}

function checkDeterminism(
  changeSet: ChangeSet,
  policy: Policy,
  plan: ReviewPlan,
  renderings: readonly Rendering[],
): void {
  expect(JSON.parse(JSON.stringify(plan)), "plain data").toEqual(plan);
  expect(
    reviewChange(renderChange(changeSet, { renderings }), policy, CIRCUMSTANCES),
    "the same twice",
  ).toEqual(plan);
  const turned = {
    ...changeSet,
    files: changeSet.files.toReversed(),
    siblings: changeSet.siblings.toReversed(),
  };
  expect(
    reviewChange(renderChange(turned, { renderings }), policy, CIRCUMSTANCES),
    "in whatever order the files come",
  ).toEqual(plan);
}

/** A change with some of the offered edits, and what its review must show. */
interface EditCheck {
  edits: readonly SourceEdit[];
  edited: ChangeSet;
  /** nothing but probes is written */
  isOfProbe: boolean;
  check(after: ReviewPlan): void;
}

function editChecks(
  changeSet: ChangeSet,
  plan: ReviewPlan,
  renderings: readonly Rendering[] = [],
): EditCheck[] {
  const fixed = plan.findings.filter(({ fix }) => fix?.confidence === "one-click");
  expect(plan.check.fixable).toBe(fixed.filter((finding) => !isStrategy(finding)).length);
  for (const { fix } of plan.findings) {
    expect(fix === null || (fix.confidence === "one-click") === fix.edits.length > 0).toBe(true);
    expect(fix === null || (fix.reason === null) === (fix.confidence === "one-click")).toBe(true);
  }
  const each = fixed.map((finding) => {
    const edits = finding.fix?.edits ?? [];
    const edited = withEdits(changeSet, edits);
    const check = (after: ReviewPlan) => checkEdit({ changeSet, edited, renderings }, plan, finding, after);
    return { edits, edited, isOfProbe: isProbe(finding), check };
  });
  const together = fixed.filter((finding) => !isStrategy(finding));
  return together.length > 0 ? [...each, allEdits(changeSet, together)] : each;
}

/** Another strategy costs something at each rollout, so nobody gets it together with others. */
function isStrategy({ fix }: Finding): boolean {
  return fix?.origin === "strategy";
}

function checkEdit(
  {
    changeSet,
    edited,
    renderings,
  }: { changeSet: ChangeSet; edited: ChangeSet; renderings: readonly Rendering[] },
  plan: ReviewPlan,
  finding: Finding,
  after: ReviewPlan,
): void {
  const edits = finding.fix?.edits ?? [];
  for (const { path } of edits) {
    const [before, after] = [textOf(changeSet, path), textOf(edited, path)];
    const origin = finding.fix?.origin ?? "";
    if (isStrategy(finding)) expectOneStrategyLess(before, after);
    else if (origin === "retyped-value") expect(unquoted(after)).toBe(unquoted(before));
    else if (FIELD_ORIGINS.includes(origin)) expectTheSameValues(before, after);
    else if (origin in ADDED) expectOnly(ADDED[origin] as RegExp, before, after);
    else if (isMadeAgain(renderings, path)) continue;
    else expectOneProbeMore(before, after);
  }
  const known = new Set(plan.findings.map(({ id }) => id));
  expect(
    after.findings.map(({ id }) => id),
    "its finding is gone",
  ).not.toContain(finding.id);
  // An edit of a workload that only its surroundings changed makes its other old debt worth telling.
  // So does one of a workload that was refused, or could not be read, and had no numbers for that.
  const numbers = plan.workloads.find(({ id }) => id === finding.workload)?.after ?? null;
  const wasRefused = numbers === null || (numbers.worstShare === null && numbers.unknownNodes === null);
  // A Service that is read again selects pods again, and what is said of those was so all the time.
  const isOfNeighbour = finding.workload === null;
  const came = after.findings.filter(
    ({ id, state, workload }) =>
      !known.has(id) && state === "new" && !wasRefused && !(isOfNeighbour && workload !== null),
  );
  const isStated = ({ rule }: Finding) => isStrategy(finding) && rule === "planned-outage";
  expect(
    came.filter((one) => !isStated(one)),
    "no finding came but the outage that its words tell",
  ).toEqual([]);
  const share = (one: ReviewPlan) => {
    const numbers = one.workloads.find(({ id }) => id === finding.workload)?.after;
    const unknown = numbers?.unknownNodes ?? null;
    // Without the nodes of a DaemonSet all that can be compared is whether the budget is hollow.
    return numbers?.worstShare ?? (unknown === null ? null : Number(unknown.hollow));
  };
  if (finding.workload === null) return;
  if (wasRefused) return;
  if (isStrategy(finding)) return;
  // A change that takes a probe away is none at all once the edit has put it back.
  expect(share(after) ?? 0, "W is not higher").toBeLessThanOrEqual(share(plan) ?? -1);
}

/** What the button in the check run does. Of edits that meet on a line the first is made, and the others the next time. */
function allEdits(changeSet: ChangeSet, fixed: readonly Finding[]): EditCheck {
  const taken: SourceEdit[] = [];
  const mended: Finding[] = [];
  for (const finding of fixed) {
    const edits = finding.fix?.edits ?? [];
    const isTaken = (edit: SourceEdit) => taken.some((other) => isDeepStrictEqual(edit, other));
    // One edit can mend several findings.
    const others = edits.filter((edit) => !isTaken(edit));
    if (others.some((edit) => taken.some((other) => meet(edit, other)))) continue;
    taken.push(...others);
    mended.push(finding);
  }
  return {
    edits: taken,
    edited: withEdits(changeSet, taken),
    isOfProbe: mended.every(isProbe),
    check(after) {
      const left = new Set(after.findings.map(({ id }) => id));
      for (const { id } of mended) expect(left, "all edits together").not.toContain(id);
    },
  };
}

function meet(left: SourceEdit, right: SourceEdit): boolean {
  return left.path === right.path && left.startLine <= right.endLine && right.startLine <= left.endLine;
}

function withEdits(changeSet: ChangeSet, edits: readonly SourceEdit[]): ChangeSet {
  const files = changeSet.files.map((file): ChangedFile => {
    const own = edits.filter(({ path }) => path === file.path);
    if (own.length === 0 || file.after?.kind !== "text") return file;
    const after = { kind: "text" as const, text: replaceLines(file.after.text, own) };
    return { ...file, after, hunks: contentHunks(file.before, after) };
  });
  const siblings = changeSet.siblings.map((file) => {
    const own = edits.filter(({ path }) => path === file.path);
    return own.length === 0 || file.content.kind !== "text"
      ? file
      : { ...file, content: { kind: "text" as const, text: replaceLines(file.content.text, own) } };
  });
  return { ...changeSet, files, siblings };
}

/** As GitHub applies a suggestion: the lines go, the text comes, line ends around it stay. */
export function replaceLines(text: string, edits: readonly SourceEdit[]): string {
  const lines = text.split(/(?<=\n)/);
  for (const { startLine, endLine, replacement } of edits) {
    expect(endLine).toBeLessThanOrEqual(lines.length);
    expect(startLine).toBeLessThanOrEqual(endLine);
    expect(replacement).not.toMatch(/\r?\n$/);
    const end = /\r?\n$/.exec(lines[endLine - 1] as string)?.[0] ?? "";
    for (let line = startLine; line <= endLine; line++) lines[line - 1] = "";
    lines[endLine - 1] = replacement + end;
  }
  return lines.join("");
}

function textOf({ files, siblings }: ChangeSet, path: string): string {
  const content =
    files.find((file) => file.path === path)?.after ?? siblings.find((file) => file.path === path)?.content;
  return content?.kind === "text" ? content.text : "";
}

/** Where a template prints a container, or a patch writes it, only making it again shows what an edit is. */
function isMadeAgain(renderings: readonly Rendering[], path: string): boolean {
  return renderings.some(({ after }) => after?.kind === "rendered" && path in (after.edited ?? {}));
}

function isProbe({ fix }: Finding): boolean {
  return fix?.text.startsWith("readinessProbe:") ?? false;
}

/** The second text holds what the first does and one readiness probe more, to our reader and to another one. */
function expectOneProbeMore(before: string, after: string): void {
  const probe = /^\+.*\/(?:containers|initContainers)\/\d+\/readinessProbe$/;
  for (const read of [ourView, othersView]) {
    const old = read(before);
    if (old === null) continue;
    expect(differences(withoutEmptyProbes(old), read(after))).toEqual([expect.stringMatching(probe)]);
  }
}

/** The two texts differ in no more than the strategy of an object. */
function expectOneStrategyLess(before: string, after: string): void {
  const place =
    /^[+~-]\/(?:0\/)?\d+\/spec\/(?:strategy|updateStrategy)(?:\/(?:type|rollingUpdate|rollingParams|canary|maxSurge|maxUnavailable))*$/;
  for (const read of [ourView, othersView]) {
    const old = read(before);
    if (old === null) continue;
    const found = differences(old, read(after));
    expect(found).not.toEqual([]);
    for (const one of found) expect(one).toMatch(place);
  }
}

/** What a fix of an origin may add or change. */
const ADDED: Record<string, RegExp> = {
  "pre-stop":
    /^(?:\+.*\/(?:containers|initContainers)\/\d+\/lifecycle(?:\/preStop)?|[+~].*\/spec\/terminationGracePeriodSeconds)$/,
  "startup-probe": /^\+.*\/(?:containers|initContainers)\/\d+\/(?:startupProbe|readinessProbe)$/,
  "grace-period": /^[+~].*\/spec\/terminationGracePeriodSeconds$/,
};

/** The two texts differ in no more than what some places say. */
function expectOnly(place: RegExp, before: string, after: string): void {
  for (const read of [ourView, othersView]) {
    const old = read(before);
    if (old === null) continue;
    const found = differences(old, read(after));
    expect(found).not.toEqual([]);
    for (const one of found) expect(one).toMatch(place);
  }
}

/** A probe takes the place of the key that stands there with nothing or null. */
function withoutEmptyProbes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmptyProbes);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key, item]) => key !== "readinessProbe" || item !== null);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutEmptyProbes(item)]));
}

/** Fixes of a field that is written already. */
const FIELD_ORIGINS = ["deleted-field", "moved-field", "renamed-field"];

const unquoted = (text: string) => text.replace(/["']/g, "");

/** The second text holds every value of the first, each once, wherever it stands. */
function expectTheSameValues(before: string, after: string): void {
  for (const read of [ourView, othersView]) {
    const old = read(before);
    if (old !== null) expect(leavesOf(read(after))).toEqual(leavesOf(old));
  }
}

/** A key without a value holds none, and may become the place of another. */
function leavesOf(value: unknown): string[] {
  const leaves = (one: unknown): string[] => {
    if (one === null) return [];
    return typeof one === "object" ? Object.values(one).flatMap(leaves) : [String(one)];
  };
  return leaves(value).sort();
}

function ourView(text: string): unknown {
  const { objects, unread, problems } = readManifest("a.yaml", text, new Set<string>(WORKLOAD_KIND_NAMES));
  return [objects.map(({ value }) => value), unread.length, problems.length];
}

/** Null where the other reader refuses what Kubernetes takes. */
function othersView(text: string): unknown {
  try {
    const documents = [...parseAllDocuments(text, { merge: true, logLevel: "silent" })];
    if (documents.some((document) => "errors" in document && document.errors.length > 0)) return null;
    return documents.map((document) => ("toJS" in document ? document.toJS() : null));
  } catch {
    return null;
  }
}

/** Places where two values differ: "+/a/b" where only the second has it, "-" the first, "~" where they are unlike. */
export function differences(left: unknown, right: unknown, place = ""): string[] {
  if (Object.is(left, right)) return [];
  const both = [left, right].every((value) => typeof value === "object" && value !== null);
  if (!both || Array.isArray(left) !== Array.isArray(right)) return [`~${place}`];
  const [a, b] = [left as object, right as object].map((value) => new Map(Object.entries(value)));
  const keys = new Set([...(a as Map<string, unknown>).keys(), ...(b as Map<string, unknown>).keys()]);
  return [...keys].flatMap((key) => {
    const inner = `${place}/${key}`;
    if (!a?.has(key)) return [`+${inner}`];
    if (!b?.has(key)) return [`-${inner}`];
    return differences(a.get(key), b.get(key), inner);
  });
}
