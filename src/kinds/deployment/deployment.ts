import { type Kind, NO_RISKS } from "../kind.js";
import { deploymentRollout } from "./deployment-rollout.js";
import { deploymentTraits } from "./deployment-traits.js";
import { deploymentWords } from "./deployment-words.js";
import { explainDeployment } from "./explain-deployment.js";
import { readDeploymentStrategy } from "./read-deployment-strategy.js";

/** Kubernetes' Deployment. */
export const deployment: Kind = {
  traits: deploymentTraits,
  rollout: deploymentRollout,
  words: deploymentWords,
  explanation: explainDeployment,
  risks: NO_RISKS,
  limitsAt: () => ["strategy", "rollingUpdate"],
  recreateType: "Recreate",
  statusCommand: () => "kubectl rollout status deployment/",
  simulated: ({ apiVersion, spec }) => readDeploymentStrategy(apiVersion, spec.strategy).strategy,
};
