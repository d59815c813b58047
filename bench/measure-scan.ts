/** The cost of `scan` beside a plain parse of the same bytes. */

import { parseAllDocuments } from "yaml";
import { readAsAdded } from "../src/changeset/read-folders.js";
import { reviewChange } from "../src/engine.js";
import { DEFAULT_POLICY } from "../src/policy/policy.js";
import { renderChange } from "../src/render/render-change.js";
import { circumstancesAt } from "../src/review/circumstances.js";
import { measureInTurns } from "./measure.js";

const CIRCUMSTANCES = circumstancesAt(new Date());

export interface ScanMeasurement {
  manifests: number;
  bytes: number;
  workloads: number;
  /** edits that were proven and offered at one click */
  fixes: number;
  /** milliseconds */
  scan: number;
  analysis: number;
  plainParse: number;
}

/** Reads, reviews and parses everything below the paths, in turns. */
export async function measureScan(paths: readonly string[], rounds: number): Promise<ScanMeasurement> {
  const changeSet = await readAsAdded(paths);
  const texts = changeSet.files.flatMap(({ after }) => (after?.kind === "text" ? [after.text] : []));
  const plan = reviewChange(renderChange(changeSet), DEFAULT_POLICY, CIRCUMSTANCES);
  const [scan, analysis, plainParse] = await measureInTurns(
    [
      async () => void reviewChange(renderChange(await readAsAdded(paths)), DEFAULT_POLICY, CIRCUMSTANCES),
      () => void reviewChange(renderChange(changeSet), DEFAULT_POLICY, CIRCUMSTANCES),
      () => parseAll(texts),
    ],
    rounds,
  );
  return {
    manifests: texts.length,
    bytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
    workloads: plan.workloads.length,
    fixes: plan.findings.filter(({ fix }) => fix?.confidence === "one-click").length,
    scan: scan as number,
    analysis: analysis as number,
    plainParse: plainParse as number,
  };
}

function parseAll(texts: readonly string[]): void {
  for (const text of texts) parseAllDocuments(text, { logLevel: "silent" });
}
