import { folderOf } from "../../changeset/change-set.js";
import type { Judgement } from "../../judge/judge-workload.js";
import { asString, get } from "../../manifest/json-value.js";
import type { Manifest } from "../../manifest/manifest.js";
import type { Problem } from "../../manifest/problem.js";
import { workloadRefOf } from "../../workload/kinds/argo-rollout.js";
import { objectName } from "../../workload/names.js";

/**
 * Workloads with a new pod template that a Rollout of the folder takes for its own pods: those roll out as the Rollout
 * says, whatever the workload's own numbers are. A Rollout that is `told` itself is not told twice.
 */
export function lentTemplates(
  judgements: readonly Judgement[],
  head: readonly Manifest[],
  told: readonly Problem[],
): Problem[] {
  const isTold = (path: string, line: number) =>
    told.some((one) => one.code === "workload-ref" && one.path === path && one.line === line);
  const borrowers = head.flatMap(({ path, objects }) =>
    objects.flatMap((object) => {
      const reference = workloadRefOf(object);
      const name = asString(get(object.value, "metadata", "name"));
      return reference === null || isTold(path, object.line)
        ? []
        : [{ ...reference, folder: folderOf(path), rollout: name }];
    }),
  );
  return judgements.flatMap(({ workload: { kind, name, path, line } }) =>
    borrowers
      .filter((one) => one.kind === kind && one.name === name && one.folder === folderOf(path))
      .slice(0, 1)
      .map(({ rollout }): Problem => {
        const whose = objectName({ kind: "Rollout", name: rollout });
        const message = `${whose} takes its pods from this ${kind} (workloadRef): how it rolls them out is not judged`;
        return { code: "workload-ref", path, line, column: 1, message };
      }),
  );
}
