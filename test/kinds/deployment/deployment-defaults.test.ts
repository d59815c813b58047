import { expect, test } from "vitest";
import { deploymentDefaults } from "../../../src/kinds/deployment/deployment-defaults.js";

test.each(["apps/v1", "apps/v1beta1", "apps/v1beta2", "apps/v2", ""])(
  "%j gets a quarter up and down",
  (version) => {
    expect(deploymentDefaults(version)).toEqual({
      replicas: 1,
      strategyType: "RollingUpdate",
      maxSurge: "25%",
      maxUnavailable: "25%",
      minReadySeconds: 0,
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 10,
    });
  },
);

test("extensions/v1beta1 got one pod up and down, and no deadline", () => {
  expect(deploymentDefaults("extensions/v1beta1")).toMatchObject({
    maxSurge: 1,
    maxUnavailable: 1,
    progressDeadlineSeconds: null,
    revisionHistoryLimit: null,
  });
});
