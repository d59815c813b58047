import { KIND_INDEX } from "../../kinds/kinds.js";
import type { Problem } from "../../manifest/problem.js";
import { leavesOutTestData } from "../../policy/path-filter.js";
import type { Policy } from "../../policy/policy.js";
import { count } from "../../words/list.js";
import type { ChangedManifest } from "../../workload/changed-manifest.js";

/**
 * Returns that changed workloads are test data or documentation, once for all of them: whoever deploys from such a folder has to
 * learn why nothing is said of it, whether or not the change has others beside. `changed` is every changed file, and `isWanted`
 * tells those that are reviewed.
 */
export function testDataLeft(
  changed: readonly ChangedManifest[],
  isWanted: (path: string) => boolean,
  policy: Policy,
): Problem[] {
  if (!leavesOutTestData(policy)) return [];
  const files = changed
    .filter(hasWorkload)
    .map(({ file }) => file.path)
    .filter((path) => !isWanted(path));
  const [first] = files.toSorted();
  if (first === undefined) return [];
  const message = `${count(files.length, "file")} of test data or documentation ${files.length === 1 ? "is" : "are"} not judged: folders such as testdata and tests, and docs at the root, are left out by default (paths.exclude)`;
  return [{ code: "test-data", path: first, line: 1, column: 1, message }];
}

function hasWorkload({ before, after }: ChangedManifest): boolean {
  return [before, after].some((side) => side?.objects.some((object) => KIND_INDEX.meantAs(object) !== null));
}
