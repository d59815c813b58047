/** Options that only Windows has: validateWindowsSecurityContextOptions and its kin in pkg/apis/core/validation/validation.go. */
import { get, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { below, type Fault, fault, missing, type Place, WHOLE } from "../values/fault.js";
import { pointerTextFaults, SUBDOMAIN } from "../values/text-rules.js";

export function windowsFaults(options: unknown, place: Place): Fault[] {
  if (!isObject(options)) return [];
  const { gmsaCredentialSpecName, gmsaCredentialSpec, runAsUserName } = options;
  return [
    ...pointerTextFaults(gmsaCredentialSpecName, below(place, "gmsaCredentialSpecName"), SUBDOMAIN),
    ...(gmsaCredentialSpec === ""
      ? [fault(below(place, "gmsaCredentialSpec"), "is an empty text, but the credentials are expected")]
      : []),
    ...pointerTextFaults(runAsUserName, below(place, "runAsUserName"), USER_NAME),
  ];
}

const MOST_DOMAIN = 255;
const MOST_USER = 104;

const USER_NAME = {
  allows(text: string): boolean {
    const parts = text.split("\\");
    const user = parts.at(-1) as string;
    if (/\p{Cc}/u.test(text) || parts.length > 2 || (parts.length === 2 && !isDomain(parts[0] as string)))
      return false;
    return user.length <= MOST_USER && !/^[. ]*$/.test(user) && !/["/:;|=,+*?<>@[\]]/.test(user);
  },
  allowed: `a user of at most ${MOST_USER} characters is expected, without one of "/\\:;|=,+*?<>@[], and a domain with a backslash may stand before it`,
};

/** validNetBiosRegex and validWindowsUserDomainDNSRegex */
function isDomain(text: string): boolean {
  const isNetBios = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/.test(text);
  return text.length < MOST_DOMAIN && (isNetBios || /^[a-zA-Z0-9-.]+$/.test(text));
}

/** validateWindowsHostProcessPod, but for what containers and their pod say differently. */
export function hostProcessFaults(
  podSpec: JsonObject,
  containers: readonly JsonObject[],
  place: Place,
): Fault[] {
  const ofPod = get(podSpec, "securityContext", "windowsOptions", "hostProcess");
  const written = containers.map(
    (container) => get(container, "securityContext", "windowsOptions", "hostProcess") ?? ofPod,
  );
  const count = written.filter((one) => one === true).length;
  if (count === 0) return [];
  return [
    ...(count < containers.length
      ? [
          fault(
            place,
            "has containers with hostProcess and others without, but all or none may have it",
            WHOLE,
          ),
        ]
      : []),
    ...(podSpec.hostNetwork === true
      ? []
      : [missing(below(place, "hostNetwork"), "containers with hostProcess need it to be true")]),
  ];
}
