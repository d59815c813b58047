import { type Kind, NO_RISKS } from "../kind.js";
import { deploymentConfigRollout } from "./deployment-config-rollout.js";
import { deploymentConfigTraits } from "./deployment-config-traits.js";
import { deploymentConfigWords } from "./deployment-config-words.js";
import { explainDeploymentConfig } from "./explain-deployment-config.js";

/** OpenShift's DeploymentConfig, read in openshift/openshift-apiserver at 56aa2d9 and openshift/oc at 6b8e30c. */
export const deploymentConfig: Kind = {
  traits: deploymentConfigTraits,
  rollout: deploymentConfigRollout,
  words: deploymentConfigWords,
  explanation: explainDeploymentConfig,
  risks: NO_RISKS,
  limitsAt: () => ["strategy", "rollingParams"],
  recreateType: "Recreate",
  statusCommand: () => "oc rollout status dc/",
};
