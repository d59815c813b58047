import { deploymentRollout } from "../../../src/kinds/deployment/deployment-rollout.js";
import { validateDeployment } from "../../../src/kinds/deployment/validate-deployment.js";
import { analyzeRollout, worstCaseOverRange as overRange } from "../../../src/rollout/analyze-rollout.js";
import type { ReplicaRange } from "../../../src/rollout/rollout-analysis.js";
import { minorVersion } from "../../rollout/minor-version.js";

/** What decides a Deployment's rollout, side by side as a table has it; the raw values stand as they are written. */
export interface DeploymentRollout {
  apiVersion: string;
  replicas: ReplicaRange | null;
  strategy: unknown;
  minReadySeconds: unknown;
  gated: boolean;
  startupSeconds: number | null;
  recreated: boolean;
}

const readingOf = ({ apiVersion, strategy, minReadySeconds }: DeploymentRollout) =>
  deploymentRollout.read({
    apiVersion,
    spec: { strategy, minReadySeconds },
    version: minorVersion(36),
    holdsHostPorts: false,
  });

export const analyzeDeployment = (input: DeploymentRollout) => analyzeRollout(readingOf(input), input);

export const worstCaseOverRange = (input: DeploymentRollout) => overRange(readingOf(input), input);

export interface WrittenDeployment {
  apiVersion: string;
  replicas: unknown;
  strategy: unknown;
  minReadySeconds: unknown;
  progressDeadlineSeconds: unknown;
}

export const faultsOf = ({ apiVersion, ...spec }: WrittenDeployment) =>
  validateDeployment({ apiVersion, spec });
