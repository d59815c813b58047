/** The kinds of workload, each with what only it has. */
import { asArray, asObject, get, type JsonObject } from "../../manifest/json-value.js";
import { isPlaceholder } from "../../manifest/template-text.js";
import { below, type Fault, ROOT } from "./values/fault.js";
import { metadataFaults } from "./values/object-meta.js";
import { itemsOf, textOf } from "./values/read-value.js";
import { choiceFaults, DNS_LABEL, requiredText, SUBDOMAIN, textFaults } from "./values/text-rules.js";
import { claimSpecFaults } from "./volume/claim.js";
import { workloadSpecFaults } from "./workload-spec.js";

const SPEC = below(ROOT, "spec");

/** ValidateDeployment; its strategy, replicas and times are read with the numbers of its rollout. */
export function deploymentFaults(object: JsonObject): Fault[] {
  return [...metadataFaults(object, [{ rule: SUBDOMAIN }]), ...workloadSpecFaults(object)];
}

/** ValidateDaemonSet, as above */
export function daemonSetFaults(object: JsonObject): Fault[] {
  return [...metadataFaults(object, [{ rule: SUBDOMAIN }]), ...workloadSpecFaults(object)];
}

const RETENTION = ["Retain", "Delete"];
/** ValidateStatefulSetSpec looks at the name of the Service from 1.33 on, and at the claims from 1.34 on. */
const FIRST_WITH_SERVICE_NAME = 33;
const FIRST_WITH_CLAIMS = 34;

/**
 * Before 1.34 ValidatePodTemplateSpecForStatefulSet looks at labels and annotations of the template alone, and
 * ValidateStatefulSetSpec at two more fields (read in 1.27.16, 1.30.14 and 1.33.6); the pods are refused, one by one.
 */
const FIRST_WITH_PODS = 34;
const LOOKED_AT = ["restartPolicy", "activeDeadlineSeconds"];

function isOfPodsAlone({ path }: Fault): boolean {
  const [spec, template, podSpec, field] = path;
  return (
    spec === "spec" && template === "template" && podSpec === "spec" && !LOOKED_AT.includes(String(field))
  );
}

/** ValidateStatefulSet, as above; a negative revisionHistoryLimit is only warned of. */
export function statefulSetFaults(object: JsonObject): Fault[] {
  const spec = asObject(object.spec);
  const claims = below(SPEC, "volumeClaimTemplates");
  const retention = below(SPEC, "persistentVolumeClaimRetentionPolicy");
  const templates = itemsOf(spec.volumeClaimTemplates);
  const names = templates.flatMap(([, template]) => textOf(get(template, "metadata", "name")) ?? []);
  return [
    ...metadataFaults(object, [{ rule: DNS_LABEL }]),
    ...textFaults(spec.serviceName, below(SPEC, "serviceName"), DNS_LABEL, {
      since: FIRST_WITH_SERVICE_NAME,
    }),
    ...["whenDeleted", "whenScaled"].flatMap((field) =>
      choiceFaults(
        get(spec, "persistentVolumeClaimRetentionPolicy", field),
        below(retention, field),
        RETENTION,
      ),
    ),
    ...templates.flatMap(([index, template]) => [
      // Each stands for a volume of its name: volumesToAddForTemplates.
      ...requiredText(
        get(template, "metadata", "name"),
        below(claims, index, "metadata", "name"),
        DNS_LABEL,
        "it names the volume",
      ).map((one) => ({ ...one, since: FIRST_WITH_CLAIMS })),
      ...claimSpecFaults(template.spec, below(claims, index, "spec"), { since: FIRST_WITH_CLAIMS }),
    ]),
    ...workloadSpecFaults(object, {
      claimTemplates: names,
      unfilledClaims: unfilledClaims(spec),
      namesPods: asArray(spec.volumeClaimTemplates).length > 0 || hasOwnNames(spec),
    })
      .filter(({ path }) => path[1] !== "revisionHistoryLimit")
      .map((one) => (isOfPodsAlone(one) ? { ...one, ofPodsBefore: FIRST_WITH_PODS } : one)),
  ];
}

/** Returns the names of claims that a tool fills in; a placeholder for all of them is one that may be any. */
function unfilledClaims({ volumeClaimTemplates: claims }: JsonObject): string[] {
  const names = itemsOf(claims).map(([, template]) => get(template, "metadata", "name"));
  return [claims, ...asArray(claims), ...names].flatMap((text) =>
    typeof text === "string" && isPlaceholder(text) ? text : [],
  );
}

/** initIdentity in pkg/controller/statefulset/stateful_set_utils.go writes both over the template. */
function hasOwnNames(spec: JsonObject): boolean {
  return ["hostname", "subdomain"].some((field) => get(spec, "template", "spec", field) !== undefined);
}

/** ValidateRolloutSpec in pkg/apis/rollouts/validation/validation.go of Argo, but for the strategy and the times. */
export function rolloutFaults(object: JsonObject): Fault[] {
  // The controller goes by the Kubernetes that it is built with, and not by the cluster's.
  const faults = workloadSpecFaults(object).filter(
    ({ since, until }) => since === undefined && until === undefined,
  );
  return [...metadataFaults(object, [{ rule: SUBDOMAIN }], { bareFinalizers: true }), ...faults];
}
