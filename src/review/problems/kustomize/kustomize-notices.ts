import type { Judgement } from "../../../judge/judge-workload.js";
import { fieldName } from "../../../manifest/field-name.js";
import { problemOf } from "../../../manifest/origin.js";
import type { Problem } from "../../../manifest/problem.js";
import { type ReaderDifference, readerDifferences } from "../../../manifest/reader-differences.js";
import { quoted } from "../../../words/quote.js";
import { isTakenIn } from "../../../workload/neighbours/is-built-upon.js";

/** Places of one workload that are told; a person mends no more at once. */
const MAX_TOLD = 5;

/**
 * Tells where kustomize and kubectl read a workload that a kustomization takes in differently. This review reads as
 * kubectl does, so where they part its numbers are not those of what kustomize writes.
 */
export function kustomizeNotices({ workload, neighbours }: Judgement): Problem[] {
  const { object, path } = workload;
  if (!isTakenIn(path, neighbours)) return [];
  const differences = readerDifferences(object);
  const told = differences.slice(0, MAX_TOLD).map((difference, index): Problem => {
    const left = index === MAX_TOLD - 1 ? differences.length - MAX_TOLD : 0;
    const more =
      left > 0 ? ` ${left} more of its values ${left === 1 ? "is" : "are"} read differently as well.` : "";
    return problemOf(object, difference.path, "apply", `${words(difference)}.${more}`);
  });
  const twice =
    object.document.duplicates > 0
      ? [
          problemOf(
            object,
            [],
            "apply",
            "A key stands twice in this document: kubectl takes the last, and kustomize, which takes the file in, refuses it.",
          ),
        ]
      : [];
  return [...twice, ...told];
}

function words(difference: ReaderDifference): string {
  const field = difference.path.length === 0 ? "This object" : fieldName(difference.path);
  switch (difference.what) {
    case "boolean":
      return `${field} is written ${quoted(difference.written)}: kubectl reads ${difference.value}, and kustomize, which takes the file in, the text ${quoted(difference.written)}. Write ${difference.value} where a boolean belongs, and the text in quotes where a text does`;
    case "merge-order":
      return `${field} stands before a merge (<<) that brings it too: kubectl takes what is merged, and kustomize, which takes the file in, what is written here. With << first both take what is written here`;
    case "two-merges":
      return `${field} has two merge keys (<<): kubectl takes both, and kustomize, which takes the file in, refuses it. One << with a list is read alike`;
    case "folded-text":
      return `${field} is a folded text (>) with lines that are indented deeper: kustomize, which takes the file in, puts an empty line before each of them, so a change between kubectl apply -f and -k alters it${inTemplate(difference) ? " and replaces the pods" : ""}. A literal text (|) is read alike`;
  }
}

function inTemplate({ path }: ReaderDifference): boolean {
  return path[0] === "spec" && path[1] === "template";
}
