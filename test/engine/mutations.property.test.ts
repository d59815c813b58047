import fc from "fast-check";
import { describe, it } from "vitest";
import { reviewChangeSet } from "../../src/engine.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { CIRCUMSTANCES } from "../circumstances.js";
import { mutated } from "../manifest/mutated.js";
import { checkInvariants } from "../plan-invariants.js";
import { changeOf, deployment } from "./review-files.js";

const PROBES = `          livenessProbe:
            httpGet: {path: /, port: http}
            initialDelaySeconds: 10
          startupProbe: &probe
            tcpSocket:
              port: 8000
        - {name: two, image: 'a', ports: [{containerPort: 9000, name: grpc}]}
        - name: three # the last
          <<: &shared {tty: true}
          ports: [
            {containerPort: 9001}
          ]
`;

const ALL = `${deployment({ spec: "  minReadySeconds: 5\n  strategy: {rollingUpdate: {maxSurge: 34%, maxUnavailable: 1}}\n", container: PROBES })}---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 8000}, {port: 81, targetPort: 9001}]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {minReplicas: 2, maxReplicas: 9, scaleTargetRef: {kind: Deployment, name: web}}
---
${deployment({ name: "other" })}`;

describe("a review of whatever a change makes of a manifest", () => {
  it("can always be posted, and its edits always hold", () => {
    fc.assert(
      fc.property(mutated(ALL), mutated(ALL), fc.boolean(), (before, after, edited) => {
        const change = changeOf({ "k8s/all.yaml": after }, edited ? { "k8s/all.yaml": before } : {});
        checkInvariants(change, DEFAULT_POLICY, reviewChangeSet(change, DEFAULT_POLICY, CIRCUMSTANCES));
      }),
      { numRuns: 150 },
    );
  });
});
