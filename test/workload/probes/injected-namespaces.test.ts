import { describe, expect, it } from "vitest";
import type { Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../read-yaml.js";

const OFF = 'annotations: {sidecar.istio.io/rewriteAppHTTPProbers: "false"}';
const PROBE = "readinessProbe: {tcpSocket: {port: 8000}}";
const namespace = (labels: string, name = "shop") =>
  `---\napiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: {${labels}}}\n`;

/** Why the probe of a pod proves nothing, in a namespace with some labels. */
function why(around: string, { labels = "app: web", own = "namespace: shop" } = {}) {
  const text = deploymentOf({ containers: `{name: web, image: web, ${PROBE}}`, labels })
    .replace("metadata: {name: web}", `metadata: {name: web, ${own}}`)
    .replace(`labels: {${labels}}`, `labels: {${labels}}, ${OFF}`);
  const [workload] = readYaml(text + around).workloads as [Workload];
  return workload.containers[0]?.hollowProbes.readinessProbe?.why ?? null;
}

const ENABLED = "istio-injection: enabled";

describe("a namespace that asks Istio for a sidecar", () => {
  it.each([
    ["gives one to each pod", why(namespace(ENABLED)), "mesh"],
    ["gives one by a revision", why(namespace("istio.io/rev: stable")), "mesh"],
    ["says nothing by another label", why(namespace("team: istio-injection")), null],
    ["may refuse it", why(namespace("istio-injection: disabled")), null],
    [
      "may refuse it beside a revision",
      why(namespace("istio-injection: disabled, istio.io/rev: stable")),
      null,
    ],
    ["may be another one", why(namespace(ENABLED, "stock")), null],
    ["is not known to be that of a pod without one", why(namespace(ENABLED), { own: "labels: {}" }), null],
    [
      "may be that of a kustomization",
      why(
        `${namespace(ENABLED)}---\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: shop\n`,
        { own: "labels: {}" },
      ),
      "mesh",
    ],
    [
      "gives none to a pod that refuses it",
      why(namespace(ENABLED), { labels: 'app: web, sidecar.istio.io/inject: "false"' }),
      null,
    ],
  ])("%s", (_, found, expected) => expect(found).toBe(expected));
});

describe("a namespace that asks Linkerd for its proxy", () => {
  const asked = (annotations: string) =>
    `---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop, annotations: {${annotations}}}\n`;
  const whyWith = (namespaces: string, annotations = "team: shop") => {
    const text = deploymentOf({ containers: `{name: web, image: web, ${PROBE}}`, labels: "app: web" })
      .replace("metadata: {name: web}", "metadata: {name: web, namespace: shop}")
      .replace("labels: {app: web}}", `labels: {app: web}, annotations: {${annotations}}}`);
    const [workload] = readYaml(text + namespaces).workloads as [Workload];
    return workload.containers[0]?.hollowProbes.readinessProbe?.why ?? null;
  };

  it.each([
    ["gives one to each pod", whyWith(asked("linkerd.io/inject: enabled")), "mesh"],
    ["gives one for ingress", whyWith(asked("linkerd.io/inject: ingress")), "mesh"],
    ["may refuse it", whyWith(asked("linkerd.io/inject: disabled")), null],
    [
      "gives none to a pod that refuses it",
      whyWith(asked("linkerd.io/inject: enabled"), "linkerd.io/inject: disabled"),
      null,
    ],
    ["gives none by a label", whyWith(namespace("linkerd.io/inject: enabled")), null],
    [
      "may ask Istio in another file",
      whyWith(asked("linkerd.io/inject: enabled") + namespace(ENABLED)),
      "mesh",
    ],
  ])("%s", (_, found, expected) => expect(found).toBe(expected));
});
