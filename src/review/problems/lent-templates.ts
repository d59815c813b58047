import type { Judgement } from "../../judge/judge-workload.js";
import { asString, get } from "../../manifest/json-value.js";
import type { Manifest } from "../../manifest/manifest.js";
import type { Problem } from "../../manifest/problem.js";
import { borrowedTemplate, type KindIndex } from "../../workload/kind-index.js";
import { objectName } from "../../workload/names.js";

/**
 * Workloads with a new pod template that another object of the folder takes for its own pods: those roll out as that one
 * says, whatever the workload's own numbers are. An object that is `told` itself is not told twice.
 */
export function lentTemplates(
  judgements: readonly Judgement[],
  head: readonly Manifest[],
  told: readonly Problem[],
  kinds: KindIndex,
): Problem[] {
  const isTold = (path: string, line: number) =>
    told.some((one) => one.code === "workload-ref" && one.path === path && one.line === line);
  const borrowers = head.flatMap(({ path, origin, objects }) =>
    objects.flatMap((object) => {
      const reference = borrowedTemplate(object, kinds);
      const name = asString(get(object.value, "metadata", "name"));
      return reference === null || isTold(path, object.line)
        ? []
        : [{ reference, scope: origin.scope, borrower: { kind: object.kind, name } }];
    }),
  );
  return judgements.flatMap(({ workload: { kind, name, path, line, scope } }) =>
    borrowers
      .filter((one) => one.reference.kind === kind && one.reference.name === name && one.scope === scope)
      .slice(0, 1)
      .map(({ borrower, reference }): Problem => {
        const message = `${objectName(borrower)} takes its pods from this ${kind} (${reference.field}): how it rolls them out is not judged`;
        return { code: "workload-ref", path, line, column: 1, message };
      }),
  );
}
