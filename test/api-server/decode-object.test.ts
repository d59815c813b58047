import { describe, expect, test } from "vitest";
import { decodeFormer, decodeObject, fieldFaults } from "../../src/api-server/decode-object.js";

const MINORS = [34, 35, 36, 37];

function deployment(container: object, pod: object = {}) {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "ferry", labels: { app: "ferry" } },
    spec: {
      selector: { matchLabels: { app: "ferry" } },
      template: {
        metadata: { labels: { app: "ferry" } },
        spec: { containers: [{ name: "app", image: "ferry:1", ...container }], ...pod },
      },
    },
  };
}

const refusals = (value: object, minors: readonly number[] = MINORS) =>
  decodeObject("apps/v1", "Deployment", { ...value }, minors);

describe("an object is refused by the decoder", () => {
  test("for a field that no version knows, at its place, once", () => {
    expect(refusals(deployment({ readynessProbe: { depth: { deeper: 1 } } }))).toEqual([
      {
        stage: "strict",
        path: ["spec", "template", "spec", "containers", 0, "readynessProbe"],
        message: "spec.template.spec.containers[0].readynessProbe is not a field that it knows",
        minors: MINORS,
      },
    ]);
  });

  test("for a field that some versions know, by the others alone", () => {
    const value = deployment({ livenessProbe: { httpGet: { port: 80, protocol: "HTTP1" } } });
    expect(refusals(value).map(({ minors }) => minors)).toEqual([[34, 35, 36]]);
    expect(refusals(value, [37])).toEqual([]);
    expect(refusals(value, [99])).toEqual([]);
  });

  test("for a value of another type, told by field and type", () => {
    const messages = refusals(
      deployment(
        { env: [{ name: "PORT", value: 8080 }], command: "serve", stdin: "true" },
        { terminationGracePeriodSeconds: 2.5, nodeSelector: ["a"], dnsConfig: "none" },
      ),
    ).map(({ stage, message }) => `${stage}: ${message}`);
    expect(messages).toEqual([
      "decode: spec.template.spec.containers[0].env[0].value is the number 8080, and a text belongs there: write it in quotes",
      "decode: spec.template.spec.containers[0].command is a text, and a list belongs there",
      "decode: spec.template.spec.containers[0].stdin is a text, and true or false belongs there",
      "decode: spec.template.spec.terminationGracePeriodSeconds is the number 2.5, and a whole number belongs there",
      "decode: spec.template.spec.nodeSelector is a list, and a mapping belongs there",
      "decode: spec.template.spec.dnsConfig is a text, and a mapping belongs there",
    ]);
  });

  test("for a label that YAML reads as another type, whose key stands in quotes", () => {
    const value = deployment({});
    const labels = { ...value.metadata.labels, "example.org/tier\u202e": true };
    expect(
      refusals({ ...value, metadata: { ...value.metadata, labels } }).map(({ message }) => message),
    ).toEqual([
      "metadata.labels.“example.org/tier ” is the boolean true, and a text belongs there: write it in quotes",
    ]);
  });
});

describe("a workload of an API that is gone", () => {
  const former = (apiVersion: string, spec: object) =>
    decodeFormer(apiVersion, "DaemonSet", { spec }, MINORS).map(
      ({ stage, message }) => `${stage} ${message}`,
    );

  test("is refused for a text where a mapping belongs, and the other way round", () => {
    expect(former("extensions/v1beta1", { selector: "web", template: { spec: { nodeName: {} } } })).toEqual([
      "decode spec.selector is a text, and a mapping belongs there",
      "decode spec.template.spec.nodeName is a mapping, and a text belongs there",
    ]);
    expect(former("apps/v1beta2", { template: { spec: { containers: {} } } })).toHaveLength(1);
  });

  test("is not refused for fields of its own, for a plain value of another type, or as another API's", () => {
    expect(former("extensions/v1beta1", { selector: { app: "web" }, templateGeneration: 1 })).toEqual([]);
    expect(former("extensions/v1beta1", { minReadySeconds: "5" })).toEqual([]);
    expect(former("apps/v1", { selector: "web" })).toEqual([]);
  });
});

describe("an object is not refused by the decoder", () => {
  test("for null, wherever it stands", () => {
    expect(
      refusals({
        ...deployment({ args: [null], env: null, resources: { limits: { cpu: null } } }),
        status: null,
      }),
    ).toEqual([]);
  });

  test("for numbers where texts stand as well: quantities and numbers or per cents", () => {
    const value = deployment({
      resources: { limits: { cpu: 0.5, memory: "64Mi" } },
      readinessProbe: { tcpSocket: { port: "http" } },
      livenessProbe: { tcpSocket: { port: 80 } },
    });
    expect(refusals(value)).toEqual([]);
  });

  test("for what a server writes: status, managedFields, times", () => {
    const value = deployment({});
    const managedFields = [{ manager: "a", fieldsV1: { "f:spec": {} }, time: "2026-01-31T12:00:00Z" }];
    const metadata = { ...value.metadata, managedFields, creationTimestamp: "2026-01-31T12:00:00.5+01:00" };
    expect(
      refusals({ ...value, metadata, status: { replicas: 1, conditions: [{ type: "Available" }] } }),
    ).toEqual([]);
  });

  test("for what Argo's definition takes unread: volumes, and the quantities of resources", () => {
    const pod = (spec: object) => ({
      spec: { template: { spec: { containers: [{ name: "a", ...spec }] } } },
    });
    const faults = (value: object) => fieldFaults("argoproj.io/v1alpha1", "Rollout", { ...value }, MINORS);
    expect(faults(pod({ resources: { limits: { memory: "lots" } } }))).toEqual([]);
    expect(faults({ spec: { template: { spec: { volumes: [{ name: "a", emptydir: 1 }] } } } })).toEqual([]);
    expect(faults(pod({ resources: { limit: {} } }))).toMatchObject([{ stage: "strict", minors: MINORS }]);
  });

  test("for null in a Rollout, but in its lists, where its definition refuses it", () => {
    const args = (written: unknown) => ({
      spec: { paused: null, template: { spec: { containers: [{ name: "a", args: written }] } } },
    });
    const faults = (value: object) => fieldFaults("argoproj.io/v1alpha1", "Rollout", { ...value }, MINORS);
    expect(faults(args(null))).toEqual([]);
    expect(faults(args(["a", null]))).toMatchObject([
      { stage: "decode", path: ["spec", "template", "spec", "containers", 0, "args", 1], minors: MINORS },
    ]);
    expect(refusals(deployment({ args: ["a", null] }))).toEqual([]);
  });

  test("for a field of a Rollout's pods that any version of Kubernetes knows", () => {
    const probe = { httpGet: { port: 80, protocol: "HTTP1" } };
    const value = { spec: { template: { spec: { containers: [{ name: "a", livenessProbe: probe }] } } } };
    expect(fieldFaults("argoproj.io/v1alpha1", "Rollout", value, [30])).toEqual([]);
  });

  test("where no table has its kind", () => {
    expect(fieldFaults("apps.kruise.io/v1alpha1", "CloneSet", { spec: { anything: 1 } }, MINORS)).toBeNull();
    expect(decodeObject("apps.kruise.io/v1alpha1", "CloneSet", { spec: { anything: 1 } }, MINORS)).toEqual(
      [],
    );
    expect(fieldFaults("constructor", "toString", {}, MINORS)).toBeNull();
  });
});
