import { describe, expect, it } from "vitest";
import type { InjectedGates } from "../../../src/policy/policy.js";
import { injectedGate, reachedByAddress } from "../../../src/workload/balancers/injected-gate.js";
import type { Service } from "../../../src/workload/neighbours.js";
import type { Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml, serviceOf } from "../read-yaml.js";

const NEG = (value: string) => `annotations: {cloud.google.com/neg: '${value}'}`;
const SERVICE = (more = "", spec = "") =>
  `---\napiVersion: v1\nkind: Service\nmetadata: {name: web${more === "" ? "" : `, ${more}`}}\nspec: {selector: {app: web}, ports: [{port: 80, targetPort: 8000}]${spec}}\n`;
const INGRESS = (more = "", className = "", service = "web") =>
  `---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: shop${more}}\nspec: {${className}rules: [{http: {paths: [{backend: {service: {name: ${service}, port: {number: 80}}}}]}}]}\n`;
const ALB = ", annotations: {alb.ingress.kubernetes.io/target-type: ip}";
const SPACE = (value: string, name = "shop") =>
  `---\napiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: {elbv2.k8s.aws/pod-readiness-gate-inject: ${value}}}\n`;
const BINDING = `---\napiVersion: elbv2.k8s.aws/v1beta1\nkind: TargetGroupBinding\nmetadata: {name: web}\nspec: {serviceRef: {name: web, port: 80}, targetType: ip}\n`;

function gateOf(yaml: string, setting: InjectedGates | null = null): string | null {
  const { workloads, neighbours } = readYaml(deploymentOf() + yaml);
  return injectedGate(workloads[0] as Workload, neighbours, setting)?.by ?? null;
}

describe("a readiness gate that no manifest has", () => {
  it.each([
    ["of Google's groups, which GKE asks for by itself", SERVICE(NEG('{"ingress": true}')), null],
    [
      "of Google's groups beside an Ingress to another Service",
      SERVICE(NEG('{"ingress": true}')) + INGRESS("", "", "api"),
      null,
    ],
    [
      "of Google's groups beside an Ingress of another namespace",
      SERVICE(`namespace: shop, ${NEG('{"ingress": true}')}`) + INGRESS(", namespace: other"),
      null,
    ],
    ["of standalone groups for ports", SERVICE(NEG('{"exposed_ports": {"80": {}}}')) + INGRESS(), null],
    ["of groups for both", SERVICE(NEG('{"exposed_ports": {"80": {}}, "ingress": true}')) + INGRESS(), "neg"],
    ["behind an Ingress of Google's", SERVICE(NEG('{"ingress": true}')) + INGRESS(), "neg"],
    [
      "behind an internal one of Google's",
      SERVICE(NEG('{"ingress": true}')) +
        INGRESS(", annotations: {kubernetes.io/ingress.class: gce-internal}"),
      "neg",
    ],
    [
      "behind another controller's Ingress",
      SERVICE(NEG('{"ingress": true}')) + INGRESS("", "ingressClassName: nginx, "),
      null,
    ],
    [
      "behind another controller's Ingress and one of Google's",
      SERVICE(NEG('{"ingress": true}')) +
        INGRESS("", "ingressClassName: nginx, ") +
        INGRESS("", "ingressClassName: gce, "),
      "neg",
    ],
    ["of groups that are turned off", SERVICE(NEG('{"ingress": false}')) + INGRESS(), null],
    ["of an annotation that is no JSON", SERVICE(NEG("true, or so")) + INGRESS(), null],
    ["of AWS by a labelled Namespace", SERVICE() + INGRESS(ALB) + SPACE("enabled"), "aws"],
    ["of AWS by a binding", SERVICE() + BINDING + SPACE("enabled"), "aws"],
    [
      "of AWS by a network load balancer",
      SERVICE(
        "annotations: {service.beta.kubernetes.io/aws-load-balancer-nlb-target-type: ip}",
        ", type: LoadBalancer",
      ) + SPACE("enabled"),
      "aws",
    ],
    ["of a Namespace that is not labelled so", SERVICE() + INGRESS(ALB) + SPACE("disabled"), null],
    [
      "of a Namespace beside another",
      SERVICE() + INGRESS(ALB) + SPACE("enabled") + SPACE("enabled", "other"),
      null,
    ],
    ["of a Namespace whose Service no balancer reaches", SERVICE() + SPACE("enabled"), null],
    ["of a Namespace whose balancer goes by nodes", SERVICE() + INGRESS() + SPACE("enabled"), null],
    ["of an Ingress to another Service", SERVICE() + INGRESS(ALB, "", "api") + SPACE("enabled"), null],
    ["where no Service selects the pods", SPACE("enabled"), null],
  ])("%s", (_, yaml, by) => {
    expect(gateOf(yaml)).toBe(by);
  });

  it.each<[string, InjectedGates, string, string | null]>([
    ["all", "all", SERVICE(), "policy"],
    ["all, without a Service", "all", "", null],
    ["all, behind a headless Service", "all", SERVICE("", ", clusterIP: None"), null],
    [
      "a label",
      { namespaceLabel: "elbv2.k8s.aws/pod-readiness-gate-inject", annotation: null },
      SERVICE() + SPACE("yes"),
      "policy",
    ],
    [
      "a label of another value",
      { namespaceLabel: "elbv2.k8s.aws/pod-readiness-gate-inject=no", annotation: null },
      SERVICE() + SPACE("yes"),
      null,
    ],
    [
      "an annotation",
      { namespaceLabel: null, annotation: "a/b" },
      SERVICE('annotations: {a/b: "1"}'),
      "policy",
    ],
    [
      "an annotation's value",
      { namespaceLabel: null, annotation: "a/b=1" },
      SERVICE('annotations: {a/b: "1"}'),
      "policy",
    ],
    [
      "an annotation's other value",
      { namespaceLabel: null, annotation: "a/b=2" },
      SERVICE('annotations: {a/b: "1"}'),
      null,
    ],
  ])("by the policy: %s", (_, setting, yaml, by) => {
    expect(gateOf(yaml, setting)).toBe(by);
  });
});

describe("a load balancer that sends to the pods' own addresses", () => {
  it.each([
    ["an Ingress", SERVICE() + INGRESS(ALB), { kind: "Ingress", name: "shop" }],
    ["a binding", SERVICE() + BINDING, { kind: "TargetGroupBinding", name: "web" }],
    ["none", SERVICE() + INGRESS(), null],
    [
      "none for a Service within the cluster",
      SERVICE("annotations: {service.beta.kubernetes.io/aws-load-balancer-nlb-target-type: ip}"),
      null,
    ],
  ])("%s", (_, yaml, expected) => {
    const { neighbours } = readYaml(deploymentOf() + yaml);
    expect(reachedByAddress(neighbours.services[0] as Service, neighbours)).toEqual(expected);
  });

  it("is not read of a Service beside it", () => {
    const { neighbours } = readYaml(deploymentOf() + serviceOf("{port: 80}", { name: "api" }) + INGRESS(ALB));
    expect(reachedByAddress(neighbours.services[0] as Service, neighbours)).toBeNull();
  });
});
