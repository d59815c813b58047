/** A Service: validateService in pkg/apis/core/validation/validation.go. */
import { asArray, asObject, get, type JsonObject } from "../../../manifest/json-value.js";
import { isPlaceholder } from "../../../manifest/template-text.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, missing, ROOT, WHOLE } from "../values/fault.js";
import { addressFaults, listedAddressFaults } from "../values/ip-address.js";
import { labelsFaults } from "../values/labels.js";
import { rangeFaults } from "../values/number-rules.js";
import { metadataFaults } from "../values/object-meta.js";
import { isBlank, isSet, textOf } from "../values/read-value.js";
import {
  choiceFaults,
  DNS_LABEL,
  LABEL_KEY,
  LABEL_WITH_LETTER,
  listedChoiceFaults,
  pointerChoiceFaults,
  pointerTextFaults,
  SUBDOMAIN,
  textFaults,
} from "../values/text-rules.js";
import { servicePortsFaults } from "./service-ports.js";

const SPEC = below(ROOT, "spec");
const TYPES = ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"];
/** MaxClientIPServiceAffinitySeconds */
const DAY = 86_400;

/** RelaxedServiceNameValidation in pkg/features/kube_features.go is on from 1.36. */
const FIRST_RELAXED = 36;
const NAMES = [{ rule: DNS_LABEL }, { rule: LABEL_WITH_LETTER, until: FIRST_RELAXED - 1 }];

export function serviceFaults(object: JsonObject): Fault[] {
  const spec = asObject(object.spec);
  const type = isBlank(spec.type) ? "ClusterIP" : spec.type;
  const names = DNS_LABEL.allows(textOf(get(object, "metadata", "name")) ?? "") ? NAMES : NAMES.slice(0, 1);
  return [
    ...metadataFaults(object, names),
    ...choiceFaults(spec.type, below(SPEC, "type"), TYPES),
    ...servicePortsFaults(spec, type),
    ...labelsFaults(spec.selector, below(SPEC, "selector")),
    ...(type === "ExternalName" ? externalNameFaults(spec) : addressesFaults(spec, type)),
    ...affinityFaults(spec),
    ...listedAddressFaults(spec.externalIPs, below(SPEC, "externalIPs")),
    ...onlyFor(spec, type),
    ...pointerChoiceFaults(spec.internalTrafficPolicy, below(SPEC, "internalTrafficPolicy"), [
      "Cluster",
      "Local",
    ]),
    ...distributionFaults(spec.trafficDistribution),
  ];
}

function externalNameFaults(spec: JsonObject): Fault[] {
  const { externalName } = spec;
  const at = below(SPEC, "externalName");
  const name = typeof externalName === "string" ? externalName.replace(/\.$/, "") : externalName;
  return [
    ...(isBlank(name) ? [missing(at, "the type ExternalName needs one")] : textFaults(name, at, SUBDOMAIN)),
    ...["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"].flatMap((field) =>
      isBlank(spec[field]) || (Array.isArray(spec[field]) && asArray(spec[field]).length === 0)
        ? []
        : [
            fault(
              below(SPEC, field),
              "is set, but a Service of the type ExternalName may not have it",
              WHOLE,
            ),
          ],
    ),
  ];
}

const POLICIES = ["SingleStack", "PreferDualStack", "RequireDualStack"];
const FAMILIES = ["IPv4", "IPv6"];

/** ValidateServiceClusterIPsRelatedFields */
function addressesFaults(
  { clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy }: JsonObject,
  type: unknown,
): Fault[] {
  const listed = asArray(clusterIPs);
  const all: [unknown, (string | number)[]][] =
    listed.length > 0
      ? listed.map((address, index) => [address, ["clusterIPs", index]])
      : [[clusterIP, ["clusterIP"]]];
  const faults = all.flatMap(([address, path], index) =>
    address === "None" && index === 0 ? [] : addressFaults(address, below(SPEC, ...path)),
  );
  const isHeadless = clusterIP === "None" || (isBlank(clusterIP) && listed[0] === "None");
  if (isHeadless && (type === "NodePort" || type === "LoadBalancer"))
    faults.push(
      fault(
        below(SPEC, clusterIP === "None" ? "clusterIP" : "clusterIPs"),
        `is “None”, which a Service of the type ${type} may not have`,
        WHOLE,
      ),
    );
  if (isBlank(clusterIP) && listed.length > 0)
    faults.push(
      fault(below(SPEC, "clusterIPs"), "is set without clusterIP, which must be the first of them", WHOLE),
    );
  if (textOf(clusterIP) !== null && listed.length > 0 && listed[0] !== clusterIP && !isPlaceholder(listed[0]))
    faults.push(fault(below(SPEC, "clusterIPs"), "begins with another address than clusterIP", WHOLE));
  if (listed.length > 2)
    faults.push(
      fault(below(SPEC, "clusterIPs"), `has ${listed.length} addresses, but at most 2 are allowed`),
    );
  const families = asArray(ipFamilies);
  return [
    ...faults,
    ...listedChoiceFaults(families, below(SPEC, "ipFamilies"), FAMILIES),
    ...(families.length === 2 && families[0] === families[1]
      ? [fault(below(SPEC, "ipFamilies"), "has one family twice")]
      : []),
    ...pointerChoiceFaults(ipFamilyPolicy, below(SPEC, "ipFamilyPolicy"), POLICIES),
  ];
}

/** validateClientIPAffinityConfig; the time is defaulted. */
function affinityFaults({ sessionAffinity, sessionAffinityConfig }: JsonObject): Fault[] {
  const faults = choiceFaults(sessionAffinity, below(SPEC, "sessionAffinity"), ["ClientIP", "None"]);
  const at = below(SPEC, "sessionAffinityConfig");
  if (sessionAffinity === "ClientIP")
    return [
      ...faults,
      ...rangeFaults(
        get(sessionAffinityConfig, "clientIP", "timeoutSeconds"),
        below(at, "clientIP", "timeoutSeconds"),
        { least: 1, most: DAY },
      ),
    ];
  // Beside None, or beside nothing, the defaulting takes the config away (SetDefaults_Service).
  return faults;
}

const NOT_FOR_TYPE = (field: string, types: string) =>
  `is set, but only a Service of the type ${types} may have ${field}`;

/** Fields that only some types have. */
function onlyFor(spec: JsonObject, type: unknown): Fault[] {
  const { loadBalancerClass, loadBalancerSourceRanges, allocateLoadBalancerNodePorts } = spec;
  const faults: Fault[] = [];
  if (type === "LoadBalancer")
    return [
      ...pointerTextFaults(loadBalancerClass, below(SPEC, "loadBalancerClass"), LABEL_KEY),
      ...rangesFaults(loadBalancerSourceRanges),
      ...policyFaults(spec, type),
    ];
  if (typeof type !== "string" || !TYPES.includes(type)) return [];
  if (isSet(loadBalancerClass))
    faults.push(fault(below(SPEC, "loadBalancerClass"), NOT_FOR_TYPE("it", "LoadBalancer"), WHOLE));
  if (asArray(loadBalancerSourceRanges).length > 0)
    faults.push(fault(below(SPEC, "loadBalancerSourceRanges"), NOT_FOR_TYPE("them", "LoadBalancer"), WHOLE));
  if (isSet(allocateLoadBalancerNodePorts))
    faults.push(
      fault(below(SPEC, "allocateLoadBalancerNodePorts"), NOT_FOR_TYPE("it", "LoadBalancer"), WHOLE),
    );
  return [...faults, ...policyFaults(spec, type)];
}

/** validateServiceExternalTrafficPolicy; ExternallyAccessible in pkg/api/service/util.go. */
function policyFaults(
  { externalTrafficPolicy, externalIPs, healthCheckNodePort }: JsonObject,
  type: unknown,
): Fault[] {
  const isOpen =
    type === "LoadBalancer" ||
    type === "NodePort" ||
    (type === "ClusterIP" && asArray(externalIPs).length > 0);
  const at = below(SPEC, "externalTrafficPolicy");
  const faults = isOpen ? choiceFaults(externalTrafficPolicy, at, ["Cluster", "Local"]) : [];
  if (!isOpen && textOf(externalTrafficPolicy) !== null)
    faults.push(fault(at, "is set, but only a Service that is reached from outside may have it", WHOLE));
  const isChecked = type === "LoadBalancer" && externalTrafficPolicy === "Local";
  if (
    !isChecked &&
    isSet(healthCheckNodePort) &&
    healthCheckNodePort !== 0 &&
    !isPlaceholder(healthCheckNodePort)
  )
    faults.push(
      fault(
        below(SPEC, "healthCheckNodePort"),
        "is set, which needs the type LoadBalancer and externalTrafficPolicy: Local",
        WHOLE,
      ),
    );
  return faults;
}

function rangesFaults(ranges: unknown): Fault[] {
  return asArray(ranges).flatMap((range, index) => {
    const text = textOf(range)?.trim();
    const at = below(SPEC, "loadBalancerSourceRanges", index);
    if (isBlank(range))
      return [fault(at, "is empty, but an address with a slash and a number of bits is expected")];
    if (text === undefined) return [];
    const [address, bits, ...rest] = text.split("/");
    if (bits === undefined || rest.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > 128)
      return [fault(at, `is ${quoted(text)}, but an address with a slash and a number of bits is expected`)];
    return addressFaults(address, at);
  });
}

/** ServiceTrafficDistribution is on from 1.31, PreferSameTrafficDistribution from 1.34 (pkg/features/kube_features.go). */
function distributionFaults(value: unknown): Fault[] {
  const at = below(SPEC, "trafficDistribution");
  const everywhere = pointerChoiceFaults(value, at, ["PreferClose", "PreferSameZone", "PreferSameNode"], {
    since: 31,
  });
  return everywhere.length > 0
    ? everywhere
    : pointerChoiceFaults(value, at, ["PreferClose"], { since: 31, until: 33 });
}
