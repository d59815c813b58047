/** Names and addresses that a pod resolves: validateDNSPolicy, validatePodDNSConfig and ValidateHostAliases in core/validation. */
import { asArray, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { isPlaceholder } from "../../../manifest/template-text.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, missing, type Place } from "../values/fault.js";
import { addressFaults, listedAddressFaults } from "../values/ip-address.js";
import { isBlank, itemsOf } from "../values/read-value.js";
import { choiceFaults, listedTextFaults, SUBDOMAIN } from "../values/text-rules.js";

const POLICIES = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
const MOST_SERVERS = 3;
const MOST_SEARCHES = 32;
const MOST_CHARACTERS = 2_048;

export function dnsFaults({ dnsPolicy, dnsConfig }: JsonObject, place: Place): Fault[] {
  const at = below(place, "dnsConfig");
  const { nameservers, searches, options } = isObject(dnsConfig) ? dnsConfig : {};
  const servers = asArray(nameservers);
  const faults = choiceFaults(dnsPolicy, below(place, "dnsPolicy"), POLICIES);
  if (dnsPolicy === "None" && servers.length === 0)
    return [...faults, missing(below(at, "nameservers"), "dnsPolicy None needs at least one")];
  if (servers.length > MOST_SERVERS)
    faults.push(
      fault(
        below(at, "nameservers"),
        `has ${servers.length} servers, but at most ${MOST_SERVERS} are allowed`,
      ),
    );
  return [
    ...faults,
    ...listedAddressFaults(servers, below(at, "nameservers")),
    ...searchFaults(asArray(searches), below(at, "searches")),
    ...itemsOf(options).flatMap(([index, { name }]) =>
      isBlank(name) ? [missing(below(at, "options", index, "name"), "every option needs one")] : [],
    ),
  ];
}

function searchFaults(searches: unknown[], place: Place): Fault[] {
  const faults: Fault[] = [];
  if (searches.length > MOST_SEARCHES)
    faults.push(fault(place, `has ${searches.length} domains, but at most ${MOST_SEARCHES} are allowed`));
  if (searches.join(" ").length > MOST_CHARACTERS)
    faults.push(fault(place, `has more than ${MOST_CHARACTERS} characters, which are allowed`));
  return [...faults, ...searches.flatMap((search, index) => searchFault(search, below(place, index)))];
}

/** A single point and underscores are allowed from 1.32 on (RelaxedDNSSearchValidation in pkg/features/kube_features.go). */
const FIRST_RELAXED = 33;

function searchFault(search: unknown, place: Place): Fault[] {
  if (search === null) return [fault(place, `is empty, but ${SUBDOMAIN.allowed}`)];
  if (typeof search !== "string" || isPlaceholder(search)) return [];
  const domain = search.replace(/\.$/, "");
  if (SUBDOMAIN.allows(domain)) return [];
  const found = `is ${quoted(search)}, but ${SUBDOMAIN.allowed}`;
  const isRelaxed =
    search === "." ||
    domain.split(".").every((part) => SUBDOMAIN.allows(part.replace(/^_/, "").replace(/(?<=.)_(?=.)/g, "-")));
  return [fault(place, found, isRelaxed ? { until: FIRST_RELAXED - 1 } : {})];
}

/** ValidateHostAliases */
export function hostAliasFaults(aliases: unknown, place: Place): Fault[] {
  return itemsOf(aliases).flatMap(([index, { ip, hostnames }]) => [
    ...(isBlank(ip)
      ? [missing(below(place, index, "ip"), "every alias needs one")]
      : addressFaults(ip, below(place, index, "ip"))),
    ...listedTextFaults(hostnames, below(place, index, "hostnames"), SUBDOMAIN),
  ]);
}
