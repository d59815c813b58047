import { updateTypeOf } from "../../workload/kinds/update-strategy.js";
import { traitsOf } from "../../workload/kinds/workload-kinds.js";
import type { Workload, WorkloadKind } from "../../workload/workload.js";

/** Names as the API server takes them (apimachinery: IsDNS1123Subdomain): nothing in them means anything to a shell. */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const LABEL = /^([A-Za-z0-9]([-\w./]{0,251}[A-Za-z0-9])?)$/;

/** Which command follows a rollout to its end; the workload's name comes right behind it. */
const STATUS_COMMANDS: Record<WorkloadKind, string> = {
  Deployment: "kubectl rollout status deployment/",
  StatefulSet: "kubectl rollout status statefulset/",
  DaemonSet: "kubectl rollout status daemonset/",
  Rollout: "kubectl argo rollouts status ",
};

/** kubectl refuses to follow what no controller rolls out (kubectl: rollout_status.go). */
function isFollowed({ kind, spec, apiVersion }: Workload): boolean {
  return (
    traitsOf(kind).strategyField !== "updateStrategy" || updateTypeOf({ spec, apiVersion }) !== "OnDelete"
  );
}

/** The kubectl commands that show a rollout live; null where a name cannot stand in a command line. */
export function watchCommands(workload: Workload): string | null {
  const { kind, name, namespace, podLabels } = workload;
  if (name === null || !NAME.test(name) || (namespace !== null && !NAME.test(namespace))) return null;
  const where = namespace === null ? "" : ` -n ${namespace}`;
  const labels = selectingLabels(podLabels);
  const commands = isFollowed(workload) ? [`${STATUS_COMMANDS[kind]}${name}${where}`] : [];
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
