import fc from "fast-check";
import { describe, it } from "vitest";
import { reviewChange } from "../../src/engine.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { renderChange } from "../../src/render/render-change.js";
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

const KINDS = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  replicas: 3
  podManagementPolicy: Parallel
  updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1, maxUnavailable: 2}}
  selector: {matchLabels: {app: db}}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {resources: {requests: {storage: 1Gi}}}}]
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
        - name: db
          image: db:1
          ports:
            - containerPort: 5432
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  minReadySeconds: 5
  updateStrategy:
    type: RollingUpdate
    rollingUpdate: {maxSurge: 10%, maxUnavailable: 0}
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      hostNetwork: false
      containers:
        - {name: agent, image: 'a', ports: [{containerPort: 9100, hostPort: 9100}]}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: web}
spec:
  replicas: 5
  strategy:
    canary:
      maxSurge: "25"
      dynamicStableScale: true
      trafficRouting: {plugins: {}, maxTrafficWeight: 100}
      steps: [{setCanaryScale: {replicas: 1}}, {setWeight: 20}, {pause: {}}]
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1
          ports:
            - containerPort: 8000
---
${deployment({ name: "other" })}`;

describe("a review of whatever a change makes of a manifest", () => {
  it("can always be posted, and its edits always hold", () => {
    fc.assert(
      fc.property(mutated(ALL), mutated(ALL), fc.boolean(), (before, after, edited) => {
        const change = changeOf({ "k8s/all.yaml": after }, edited ? { "k8s/all.yaml": before } : {});
        checkInvariants(
          change,
          DEFAULT_POLICY,
          reviewChange(renderChange(change), DEFAULT_POLICY, CIRCUMSTANCES),
        );
      }),
      { numRuns: 150 },
    );
  });

  it("holds for every kind, with the nodes known and the start-up, and without", () => {
    const policies = fc.record({
      nodes: fc.constantFrom(null, 1, 12),
      startupSeconds: fc.constantFrom(null, 0, 30),
      kubernetes: fc.constantFrom(null, "1.27", "1.35"),
    });
    fc.assert(
      fc.property(mutated(KINDS), mutated(KINDS), fc.boolean(), policies, (before, after, edited, own) => {
        const change = changeOf({ "k8s/all.yaml": after }, edited ? { "k8s/all.yaml": before } : {});
        const policy = { ...DEFAULT_POLICY, ...own };
        checkInvariants(change, policy, reviewChange(renderChange(change), policy, CIRCUMSTANCES));
      }),
      { numRuns: 200 },
    );
  });
});
