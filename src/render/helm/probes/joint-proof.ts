/** Which of the edits that are proven one by one can be made at once: charts rendered again with all of them. */
import type { WantedProbe } from "../../../manifest/edit/rendered-probe.js";
import type { SourceEdit } from "../../../manifest/edit/source-edit.js";
import { canonicalJson, type JsonObject } from "../../../manifest/json-value.js";
import { renderSet } from "../render-chart.js";
import type { Attempt, Proof } from "./proof.js";
import { editedTexts, holdsWithOthers, probesThatCame, withFiles, withLayers } from "./prove-edits.js";

/** Edits that are added one by one where all of them are not proven at once: each costs a rendering with every set. */
const MAX_TRIES = 10;

/** Returns those of the attempts whose edits give the same probes, and nothing else, where all of them are made. */
export async function provenTogether(attempts: readonly Attempt[], proof: Proof): Promise<Attempt[]> {
  const apart: Attempt[] = [];
  for (const one of attempts) if (!apart.some((other) => meet(one, other))) apart.push(one);
  if (apart.length < 2 || (await holdTogether(apart, proof))) return apart;
  const kept: Attempt[] = [];
  for (const one of apart.slice(0, MAX_TRIES))
    if (kept.length === 0 || (await holdTogether([...kept, one], proof))) kept.push(one);
  return kept;
}

/** Whether two change the same lines, of which one would undo the other. */
function meet(left: Attempt, right: Attempt): boolean {
  const overlap = (one: SourceEdit, other: SourceEdit) =>
    one.path === other.path && one.startLine <= other.endLine && other.startLine <= one.endLine;
  return left.edits.some((one) => right.edits.some((other) => overlap(one, other)));
}

async function holdTogether(
  attempts: readonly Attempt[],
  { charts, wanted, renderer, options }: Proof,
): Promise<boolean> {
  const edits = attempts.flatMap((one) => one.edits);
  const expected = attempts.flatMap((one) => one.probes);
  for (const { chart, sides } of charts) {
    const sets = sides.map(({ set }) => set);
    const texts = editedTexts(chart.files, sets, edits);
    if (texts.size === 0) continue;
    for (const { index, set, side } of sides) {
      const made = await renderSet(withFiles(chart, texts), withLayers(set, texts), renderer, {
        ...{ ...options, trace: false },
      });
      const isOwn = (one: WantedProbe) => one.rendering === index;
      const came = made.kind === "rendered" ? probesThatCame(side, made, wanted.filter(isOwn)) : null;
      if (came === null || came === "others") return false;
      if (
        !isSame(
          came,
          expected.filter((one) => isOwn(one.wanted)),
        )
      )
        return false;
    }
  }
  return holdsWithOthers(charts, edits, expected, { renderer, options });
}

type Came = { wanted: WantedProbe; probe: JsonObject };

function isSame(left: readonly Came[], right: readonly Came[]): boolean {
  const keysOf = (all: readonly Came[]) =>
    new Set(
      all.map(({ wanted: { text, object, container }, probe }) =>
        JSON.stringify([text, object, container, canonicalJson(probe)]),
      ),
    );
  const [one, other] = [keysOf(left), keysOf(right)];
  return one.size === other.size && [...one].every((key) => other.has(key));
}
