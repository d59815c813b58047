/** Fixes in words: where they come from, or why there is no button. Markdown. */
import { andList } from "../../words/list.js";
import {
  type AdviceReason,
  type Fix,
  type FixOrigin,
  isAddition,
  isChoice,
  isOfField,
} from "../findings/finding.js";
import { code, fenced, MAX_BLOCK_LENGTH } from "./markdown.js";

/** Where a suggested probe comes from, and what its owners should check. */
const ORIGIN_WORDS: Record<FixOrigin, string> = {
  "removed-probe": "The suggested probe is the one that this change takes away, as it was.",
  "startup-handler":
    "The suggested probe asks what the container's startup probe asks; that one covers the start, so this one needs no delay.",
  "liveness-handler":
    "The suggested probe asks what the container's liveness probe asks, with the same timings.",
  image:
    "The suggested probe is the check that the image brings along: it fails while the server refuses work.",
  "service-port": "The suggested probe asks the port that a Service routes to.",
  "named-port":
    "The suggested probe asks the port that traffic goes to and that the container's own command line, environment or probe names. Please check that the app opens this port only when it can serve.",
  "tcp-port":
    "The suggested probe asks the container's TCP port. Please check that the app opens this port only when it can serve.",
  "grpc-port": "The port is named or marked as gRPC.",
  chart:
    "The chart has a probe for this container, which its values leave out; this edit has it written. Please check that the app answers it as soon as it can serve.",
  none: "",
  "deleted-field":
    "This deletes an entry that stands at a wrong place and is empty, which says the same there as where it belongs: nothing.",
  "moved-field":
    "This moves what is written already to the place where it is read, and changes nothing else.",
  "renamed-field": "This gives the field the name that it is known by, and changes nothing else.",
  "retyped-value": "This writes the same value in the type that belongs there, and changes nothing else.",
  strategy: "This writes that strategy, and changes nothing else.",
  "startup-probe":
    "The suggested startup probe asks what the container's liveness probe asks, and holds that one back until the app answers.",
  "pre-stop":
    "The suggested hook keeps the app up for some seconds before it is told to stop, and does nothing else.",
  "grace-period": "This gives the pod the time, and changes nothing else.",
};

/** The same for a field that is written already, and only not where or as it should be. */
const FIELD_ADVICE_WORDS: Partial<Record<AdviceReason, string>> = {
  "no-single-place":
    "There is no button for this, as more than one place or name can be meant, or something stands there already, so please put it right by hand:",
  "not-editable":
    "It is written in a way that cannot be edited in place (an alias, values that several objects share, or a mapping that would be left empty), so please put it right by hand:",
  generated:
    "There is no button for this: the file says that a tool wrote it, so an edit of it would be lost. Please put it right where the file is made:",
  compiled:
    "There is no button for this: the file seems compiled from Jsonnet that changes with it, so an edit of it would be lost. Please put it right in that source:",
  rendered:
    "There is no button for this: what is applied is made of these lines and of values. Please put it right where it comes from:",
  built:
    "There is no button for this: a kustomization makes what is applied of these lines and of others. Please put it right where it comes from:",
  "utf-16":
    "The file is written in UTF-16, and its bytes would not stay what they are by a button's edit, so please put it right by hand:",
  "not-proven":
    "No edit passed the check that it mends this and brings no finding of its own, so please look at it by hand:",
};

/** Why a probe is not written here, and where it belongs instead. */
interface Elsewhere {
  /** whole sentences */
  why: string;
  /** as it stands behind "add" */
  where: string;
  /** what is there prints it, once it is told to */
  isPrinted?: true;
}

const ADVICE_WORDS: Record<AdviceReason, string | Elsewhere> = {
  "grpc-port":
    "Not every gRPC server has the health service that a gRPC probe asks, and that probe speaks plain text and shows no client certificate, so there is no button for this. If yours has it and speaks plain text, add:",
  "grpc-over-tls":
    "There is no button for this: the container is told to use TLS, and Kubernetes' gRPC probe, which speaks plain text and shows no client certificate, never succeeds on a port with TLS. Either ask its health service by `exec` with `grpc_health_probe -tls`, if it has one and the image holds that program, or ask whether the port is open, which tells less:",
  "auxiliary-ports-only":
    "The container has only ports for operators, so no port is known that tells whether it can serve. Add a `readinessProbe` that asks what its users ask.",
  "no-tcp-port":
    "The container declares no TCP port, so no probe can be derived. Add a `readinessProbe` that tells whether it can serve, for example with `exec`.",
  "no-port":
    "The container declares no port, so no probe can be derived. Add a `readinessProbe` that tells whether it can serve.",
  "port-not-named":
    "Nothing in the container names the port that traffic is sent to, so there is no button for this. If the container listens there, add:",
  "loopback-port":
    "The container listens for its own pod alone, where `tcpSocket` and `httpGet` do not reach it. Add a `readinessProbe` that asks from inside, for example with `exec`.",
  "shared-port":
    "Another container of the pod declares the same port, so a probe on it cannot tell which of the two answers. If this one does, add:",
  "sidecar-answers":
    "There is no button for this: with the annotation `sidecar.istio.io/rewriteAppHTTPProbers` off, Istio's sidecar itself answers whoever asks for an open port, so a `tcpSocket` probe would always succeed. Add a `readinessProbe` with `httpGet` or `exec`, or take the annotation away, so that Istio rewrites the probe.",
  "linkerd-answers":
    "There is no button for this: Linkerd's proxy itself accepts every TCP connection to the pod, so a `tcpSocket` probe would always succeed. Add a `readinessProbe` with `httpGet` or `exec`.",
  "consul-answers":
    "There is no button for this: Consul's transparent proxy, which is on unless it is turned off, sends every TCP connection to the pod to Envoy, which itself accepts it, so a `tcpSocket` probe would always succeed, and a `grpc` one, which shows no client certificate, is turned away by default. Add a `readinessProbe` with `httpGet`, which Consul has Envoy pass on to the container, or with `exec`.",
  "sidecar-calls":
    "There is no button for this: only Dapr's sidecar is known to call this port, from inside the pod, and an app that listens on 127.0.0.1 alone would never be Ready. If it listens on every address, add:",
  "sibling-calls":
    "There is no button for this: only another container of the pod is known to call this port, from inside, and an app that listens on 127.0.0.1 alone would never be Ready. If anything outside the pod asks it, add:",
  "proxy-calls":
    "There is no button for this: only a proxy of the same pod is known to call this port, and an app that listens on 127.0.0.1 alone would never be Ready. If it listens on every address, add:",
  "scraped-port":
    "There is no button for this: Prometheus is told to scrape this port and nothing else is known to call it, so it may be for operators alone. If it tells whether the container can serve, add:",
  "may-not-listen":
    "There is no button for this: the program opens this port only where its configuration asks for it, and without it the pod would never be Ready. If it does here, add:",
  "port-of-another":
    "There is no button for this: the port is named after a program that this container is not, or the container lends its network to others and declares their ports, and where that program is away the pod would never be Ready. If something always listens there, add:",
  "starts-a-command":
    "There is no button for this: the program at this port starts a command for each connection, so a probe of the port would start it every few seconds. Add a `readinessProbe` that does not connect there, for example with `exec`.",
  "another-program":
    "There is no button for this: nothing but the list of `ports` says that the program that the command line starts listens there, and if it does not the pod would never be Ready. If it does, add:",
  "awaits-identity":
    "There is no button for this: the container gets its identity from a socket of the SPIFFE Workload API, and nothing says whether it opens this port before or after that. If it opens it only once it can serve, add:",
  "not-routed":
    "There is no button for this: the Services in sight lead to other ports of the container and none of them to this one, and if the container does not listen here the pod would never be Ready. If it does, and the port tells whether it can serve, add:",
  "only-declared":
    "There is no button for this: nothing but `containerPort` says that the container listens on this port, and if it does not the pod would never be Ready. If it does, add:",
  "probed-elsewhere":
    "There is no button for this: only `containerPort` speaks of this port, and if the program opens the other one alone the pod would never be Ready by a probe of this. If it opens this one, add:",
  "one-of-a-row":
    "There is no button for this: the port is one of several in a row that nothing but the list of `ports` speaks of, and a program that is handed work may open each only once a job takes it; until then the pod would never be Ready. If the container opens it by itself, add:",
  "beside-grpc":
    "There is no button for this: beside its gRPC port the container only lists this one, and if the app does not listen there the pod would never be Ready. If it does, add:",
  "opens-early":
    "There is no button for this, as only its owners know whether this path is theirs. If it is, add:",
  "answers-at-once":
    "There is no button for this: the server answers as soon as its process runs, so a probe saves a request or two. One that asks for that would be:",
  "in-development":
    "There is no button for this: Skaffold copies sources into the container while it is developed, so nobody may wait for it. If anybody does, add:",
  "probe-written":
    "There is no button for this, as a probe stands there already, and what it is for only its owners know. One that asks the container would be:",
  "windows-pod":
    "There is no button for this: the pod runs on Windows, and whether its image has PowerShell only its owners know. If it has, add:",
  "no-sleep-known":
    "There is no button for this: nothing says that the image has a `sleep` program, and without one the hook fails at once. If it has, add this; with `kubernetes` in the policy at 1.30 or newer it would be the `sleep` action, which needs none:",
  "kills-the-start":
    "There is no button for this: the container's liveness probe kills it before it has started, and a readiness probe that asks the same mends nothing of that. Beside a startup probe that gives the app its time it would be:",
  "another-program-answered":
    "There is no button for this: the probe that this change takes away was answered by another image or command. If this one answers it too, put it back:",
  "gate-would-not-help":
    "There is no button for this, as the probe would not lower the worst case; it still keeps a Service's traffic from pods that cannot serve yet:",
  "waits-for-old-pod":
    "There is no button for this: the new pod may wait for a volume or a lead that an old one holds, and that one stays until the new pod is ready, so the rollout could stall. If it does not wait, add:",
  "no-single-place": "More than one place can be meant:",
  "not-editable":
    "The container is written in a way that cannot be edited in place (an alias, values that several containers share, or several containers on one line), so please add by hand:",
  generated: {
    why: "There is no button for this: the file says that a tool wrote it, so an edit of it would be lost.",
    where: "where the file is made",
  },
  compiled: {
    why: "There is no button for this: the file seems compiled from Jsonnet that changes with it, so an edit of it would be lost.",
    where: "in that source",
  },
  rendered: {
    why: "There is no button for this: what is applied is made of these lines and of values.",
    where: "where the container comes from",
  },
  built: {
    why: "There is no button for this: a kustomization makes what is applied of these lines and of others.",
    where: "where the container comes from",
  },
  vendored: {
    why: "There is no button for this: the container is written in a chart within this one, which somebody else keeps, and no value of yours was found that gives it a probe.",
    where: "where that chart is made",
  },
  computed: {
    why: "There is no button for this: no line of a template has a key of this container as it is written there, so there is no place for another one.",
    where: "where the container comes from",
  },
  "probe-by-values": {
    why: "There is no button for this: the template may print a readiness probe for this container by itself, where values say so, and one beside it would stand there twice; no edit of the values was found that prints it.",
    where: "with the right values",
    isPrinted: true,
  },
  "not-with-every-set": {
    why: "There is no button for this: with another set of values of this chart the same edit does not render, or changes more than a probe that is missing.",
    where: "where the container comes from",
  },
  "json-patch": {
    why: "There is no button for this: a JSON patch of a kustomization writes this container, and its operations cannot be edited like a manifest.",
    where: "in the value of that operation",
  },
  "not-with-every-root": {
    why: "There is no button for this: with another kustomization of this repository that takes the file in, the same edit cannot be shown to add this probe and nothing else.",
    where: "in a patch of this one",
  },
  "shared-lines": {
    why: "There is no button for this: the same lines make other containers too, for which this probe is not known to be right.",
    where: "where it is right",
  },
  "beyond-limit": {
    why: "There is no button for this: an edit of its sources was not tried, as this change has more containers without a probe than are tried in one review.",
    where: "where the container comes from",
  },
  "not-judged": {
    why: "There is no button for this: an edit of its sources was not tried, as judging such edits took more than a review has, or failed.",
    where: "where the container comes from",
  },
  "utf-16":
    "The file is written in UTF-16, and its bytes would not stay what they are by a button's edit, so please add by hand:",
  "not-proven":
    "No edit passed the check that it adds this probe, changes nothing else and brings no finding of its own, so please look at it by hand:",
};

/** Returns the words that stand before what a fix writes. */
export function fixWords(fix: Fix): string {
  const caution = fix.caution === null ? [] : [fix.caution];
  // Words of advice lead to the YAML below them.
  const path = fix.healthPath === undefined ? [] : [pathWords(fix.healthPath)];
  const words =
    fix.confidence === "advice" ? [...path, ...caution, adviceWords(fix)] : [originWords(fix), ...caution];
  return words.join(" ");
}

/** Numbers that are not the liveness probe's own are told, or a reader would look for the slip. */
function originWords({ origin, fitted = [], healthPath }: Fix): string {
  const others = fitted.map(({ field, to, from }) => `\`${field}\` (${to ?? "none"}, there ${from})`);
  const but = others.length === 0 ? "" : ` but for ${andList(others)}`;
  const why = but === "" ? "" : ": they fit a probe that decides on traffic and not on a restart";
  if (healthPath !== undefined) {
    const beside =
      origin === "liveness-handler"
        ? `the container's liveness probe, with the same timings${but}${why}`
        : "the container's startup probe; that one covers the start, so this one needs no delay";
    return `${pathWords(healthPath)} The rest is that of ${beside}.`;
  }
  if (origin === "removed-probe" && but !== "")
    return `The suggested probe is the one that this change takes away${but}: with a longer period a pod is late to get traffic, and late to lose it.`;
  if (origin !== "liveness-handler" || but === "") return ORIGIN_WORDS[origin];
  return `The suggested probe asks what the container's liveness probe asks, with the same timings${but}${why}.`;
}

function pathWords({ framework, from, to }: NonNullable<Fix["healthPath"]>): string {
  return `The suggested probe asks for ${code(to)}, the path of ${framework} that tells whether the app can serve; ${code(from)} tells whether it lives or has started, and may be answered with yes where it cannot serve.`;
}

/** Returns a fix in words for a comment or a body, Markdown, with its YAML. */
export function fixText(fix: Fix): string {
  const words = fixWords(fix);
  if (fix.text === "") return words;
  if (fix.text.length > MAX_BLOCK_LENGTH) return `${words}\n\n(It is too long to be shown here.)`;
  return `${words}\n\n${fenced("yaml", fix.text)}`;
}

function adviceWords(fix: Fix): string {
  const why = fix.reason ?? "not-proven";
  const isOfOwnField = isOfField(fix) || isChoice(fix) || isAddition(fix);
  const words = (isOfOwnField ? FIELD_ADVICE_WORDS[why] : undefined) ?? ADVICE_WORDS[why];
  return typeof words === "string" ? words : elsewhereWords(words, fix);
}

function elsewhereWords({ why, where, isPrinted }: Elsewhere, { origin }: Fix): string {
  // A list of ports opens none, wherever it is written.
  if (origin === "tcp-port")
    return `${why} ${IF_IT_LISTENS}, ${isPrinted ? `${where} it should print` : `add ${where}`}:`;
  const place = where.charAt(0).toUpperCase() + where.slice(1);
  return `${why} ${place}${isPrinted ? " it should print" : ", add"}:`;
}

const IF_IT_LISTENS = "If the container listens on this port, and only once it can serve";
