/** What a survey of commits found, in words. */
import { counted, list } from "./print-charts.js";
import type { ChangeRecord } from "./survey-changes.js";

const BAD = ["different", "ours-fails", "native-fails", "renderer-fails"];

/** Prints the summary; gives 1 where there is none, something crashed or is another than with the native programs, else 0. */
export function printChanges(records: readonly ChangeRecord[]): number {
  const crashes = records.filter(({ crash }) => crash !== null);
  console.log(
    `commits ${records.length}, with renderings ${records.filter((one) => one.renderings.length > 0).length}`,
  );
  for (const repo of new Set(records.map((one) => one.repo))) {
    const own = records.filter((one) => one.repo === repo);
    const results = own.flatMap(({ renderings }) =>
      renderings.map(({ tool, result }): [string, number] => [`${tool} ${result}`, 1]),
    );
    console.log(`  ${repo}: ${own.length} commits; ${counted(results)}`);
  }
  list(
    "crashes",
    crashes.map(({ repo, sha, crash }) => `${repo} ${sha}: ${crash}`),
  );
  const found = records.flatMap(({ repo, sha, renderings }) =>
    renderings.map((one) => ({ ...one, where: `${repo} ${sha} ${one.tool} ${one.folder} ${one.set ?? ""}` })),
  );
  for (const result of BAD) {
    const these = found.filter((one) => one.result === result);
    list(
      result,
      these.map(({ where, detail }) => `${where}\n${detail.map((line) => `      ${line}`).join("\n")}`),
    );
  }
  const isBad =
    records.length === 0 || crashes.length > 0 || found.some(({ result }) => BAD.includes(result));
  return isBad ? 1 : 0;
}
