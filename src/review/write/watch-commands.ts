import { kindOf } from "../../kinds/kinds.js";
import type { Workload } from "../../workload/workload.js";

/** Names as the API server takes them (apimachinery: IsDNS1123Subdomain): nothing in them means anything to a shell. */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const LABEL = /^([A-Za-z0-9]([-\w./]{0,251}[A-Za-z0-9])?)$/;

/** Returns the kubectl commands that show a rollout live; null where a name cannot stand in a command line. */
export function watchCommands(workload: Workload): string | null {
  const { name, namespace, podLabels } = workload;
  if (name === null || !NAME.test(name) || (namespace !== null && !NAME.test(namespace))) return null;
  const where = namespace === null ? "" : ` -n ${namespace}`;
  const labels = selectingLabels(podLabels);
  const status = kindOf(workload).statusCommand(workload);
  const commands = status === null ? [] : [`${status}${name}${where}`];
  if (labels.length > 0) {
    commands.push(`kubectl describe pod -l ${labels.join(",")}${where}`);
  }
  return commands.length === 0 ? null : commands.join("\n");
}

/** As many labels as a person reads; a pod can have thousands, and each comment has these commands. */
const MAX_LABELS = 4;

const chosen = new WeakMap<object, readonly string[]>();

function selectingLabels(labels: Readonly<Record<string, string>>): readonly string[] {
  const known = chosen.get(labels);
  if (known !== undefined) return known;
  const selecting: string[] = [];
  for (const [key, value] of Object.entries(labels)) {
    if (LABEL.test(key) && LABEL.test(value)) selecting.push(`${key}=${value}`);
    if (selecting.length === MAX_LABELS) break;
  }
  chosen.set(labels, selecting);
  return selecting;
}
