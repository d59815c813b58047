/** Every kind of workload that is judged: the one table of them. A further kind is a folder and a row. */
import { indexKinds } from "../workload/kind-index.js";
import type { KindTraits } from "../workload/workload.js";
import { argoRollout } from "./argo-rollout/argo-rollout.js";
import { cloneSet } from "./clone-set/clone-set.js";
import { daemonSet } from "./daemon-set/daemon-set.js";
import { deployment } from "./deployment/deployment.js";
import { deploymentConfig } from "./deployment-config/deployment-config.js";
import type { Kind } from "./kind.js";
import { statefulSet } from "./stateful-set/stateful-set.js";

const KINDS: readonly Kind[] = [deployment, statefulSet, daemonSet, argoRollout, cloneSet, deploymentConfig];

const byKey = new Map(KINDS.map((kind) => [keyOf(kind.traits), kind]));

/** The same, for the readers of manifests. */
export const KIND_INDEX = indexKinds(KINDS.map(({ traits }) => traits));

/** Returns the kind of a workload. */
export function kindOf({ traits }: { traits: KindTraits }): Kind {
  return byKey.get(keyOf(traits)) as Kind;
}

/** Two projects may have one word for their kinds, as OpenKruise has Kubernetes': the group tells them apart. */
function keyOf({ group, kind }: KindTraits): string {
  return `${group}/${kind}`;
}
