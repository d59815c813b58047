/** Validates the handlers of probes and lifecycle hooks: validateHandler in pkg/apis/core/validation/validation.go. */
import { asArray, asObject, get, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { isPlaceholder, isUnfilled } from "../../../manifest/template-text.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, type Limits, missing, type Place, WHOLE } from "../values/fault.js";
import { portFaults, rangeFaults } from "../values/number-rules.js";
import { isBlank, isSet, itemsOf, textOf } from "../values/read-value.js";
import { choiceFaults, HEADER_NAME, orList, PORT_NAME, textFaults } from "../values/text-rules.js";

const OF_PROBES = ["exec", "httpGet", "tcpSocket", "grpc"] as const;
const OF_HOOKS = ["exec", "httpGet", "tcpSocket", "sleep"] as const;

type HandlerName = (typeof OF_PROBES)[number] | (typeof OF_HOOKS)[number];

/** The pod's limits for a handler: the seconds that it has to end, null where they cannot be told. */
interface HandlerLimits {
  grace: number | null;
}

export function probeHandlerFaults(probe: JsonObject, place: Place): Fault[] {
  return handlerFaults(probe, OF_PROBES, place, { grace: null });
}

export function hookFaults(hook: JsonObject, place: Place, limits: HandlerLimits): Fault[] {
  return handlerFaults(hook, OF_HOOKS, place, limits);
}

function handlerFaults(
  value: JsonObject,
  known: readonly HandlerName[],
  place: Place,
  limits: HandlerLimits,
): Fault[] {
  const written = known.filter((name) => isSet(value[name]));
  if (written.length === 0) return [missingHandler(place, known)];
  if (written.length > 1)
    return [fault(place, `has ${written.join(" and ")}, but only one of them is allowed`)];
  const name = written[0] as HandlerName;
  const handler = value[name];
  const faults = isObject(handler) ? CHECKS[name](handler, below(place, name), limits) : [];
  // Until 1.29 the action was behind a feature gate, so it was dropped and left nothing (pkg/features/kube_features.go).
  return name === "sleep" ? [...faults, ...unknownSleep(asObject(handler), below(place, name))] : faults;
}

function missingHandler(place: Place, known: readonly HandlerName[]): Fault {
  return fault(place, `has nothing to do: one of ${orList(known)} is expected`, WHOLE);
}

const CHECKS: Record<HandlerName, (handler: JsonObject, place: Place, limits: HandlerLimits) => Fault[]> = {
  exec: ({ command }, place) =>
    asArray(command).length === 0 ? [missing(below(place, "command"), "something to run is expected")] : [],
  httpGet: httpGetFaults,
  tcpSocket: ({ port }, place) => portOrNameFaults(port, below(place, "port")),
  grpc: ({ port }, place) => portNumberFaults(port, below(place, "port")),
  sleep: sleepFaults,
};

/** validateHTTPGetAction; an empty path and scheme are defaulted. */
function httpGetFaults({ port, scheme, httpHeaders }: JsonObject, place: Place): Fault[] {
  return [
    ...portOrNameFaults(port, below(place, "port")),
    ...choiceFaults(scheme, below(place, "scheme"), ["HTTP", "HTTPS"]),
    ...itemsOf(httpHeaders).flatMap(([index, { name }]) => {
      const at = below(place, "httpHeaders", index, "name");
      return isBlank(name) ? [missing(at, "every header needs one")] : headerFaults(name, at);
    }),
  ];
}

/** Words in capitals wait to be filled in elsewhere, and are a header's usual name here. */
function headerFaults(name: unknown, place: Place): Fault[] {
  const text = textOf(name);
  return text === null || HEADER_NAME.allows(text)
    ? []
    : [fault(place, `is ${quoted(text)}, but ${HEADER_NAME.allowed}`)];
}

/** ValidatePortNumOrName; an absent port is the number 0. */
export function portOrNameFaults(port: unknown, place: Place): Fault[] {
  if (port === undefined || port === null)
    return [missing(place, "a number or the name of a port is expected")];
  if (typeof port === "number") return portFaults(port, place);
  if (typeof port !== "string" || isPlaceholder(port)) return [];
  // A word such as `PORT` is filled in; `HTTP` is a name in the wrong letters.
  if (isUnfilled(port) && port.includes("PORT")) return [];
  if (/^\d+$/.test(port))
    return [
      fault(
        place,
        "is a number in quotes, which makes it a name, but a name needs a letter: write it without quotes",
      ),
    ];
  return port === ""
    ? [fault(place, "is an empty text, but a number or a name is expected")]
    : textFaults(port, place, PORT_NAME);
}

function portNumberFaults(port: unknown, place: Place): Fault[] {
  return port === undefined || port === null
    ? [missing(place, "the number of a port is expected")]
    : portFaults(port, place);
}

/** validateSleepAction: as long as the pod has in all is allowed, whatever the server's own words say. */
function sleepFaults({ seconds }: JsonObject, place: Place, { grace }: HandlerLimits): Fault[] {
  const at = below(place, "seconds");
  const negative = rangeFaults(seconds, at, { least: 0 });
  if (negative.length > 0 || grace === null || typeof seconds !== "number" || seconds <= grace)
    return negative;
  const found = `is ${seconds}, but the pod has ${grace} s to end (terminationGracePeriodSeconds), and no hook may sleep longer`;
  return [fault(at, found, WHOLE)];
}

/** PodLifecycleSleepAction and PodLifecycleSleepActionAllowZero in pkg/features/kube_features.go. */
const LAST_WITHOUT_SLEEP = 29;
const LAST_WITHOUT_ZERO = 32;

function unknownSleep(sleep: JsonObject, place: Place): Fault[] {
  const limits: Limits = { until: LAST_WITHOUT_SLEEP };
  const found =
    "is known only from 1.30 on: before, the action is dropped, and a hook without one is refused";
  const zero = get(sleep, "seconds") === 0;
  return [
    fault(place, found, limits),
    ...(zero
      ? [
          fault(below(place, "seconds"), "is 0, which is allowed only from 1.33 on", {
            since: LAST_WITHOUT_SLEEP + 1,
            until: LAST_WITHOUT_ZERO,
          }),
        ]
      : []),
  ];
}
