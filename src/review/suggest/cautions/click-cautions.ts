/** What the owners of an app must know before they take a suggested probe at one click. */
import type { Judgement } from "../../../judge/judge-workload.js";
import { kindOf } from "../../../kinds/kinds.js";
import { get, type JsonObject } from "../../../manifest/json-value.js";
import { oldIstioAnswers } from "../../../workload/probes/answering-mesh.js";
import { podOf } from "../../../workload/probes/pod-of.js";
import { serverOf } from "../../../workload/servers/known-servers.js";
import type { Container } from "../../../workload/workload.js";
import { type FixOrigin, isAnswered } from "../../findings/finding.js";
import { seemsTls } from "./tls-port.js";

interface Click {
  origin: FixOrigin;
  probe: JsonObject;
  container: Container;
}

/** Returns them as one text, with what else is to be said of this click behind them; null where there is nothing. */
export function clickCaution(
  click: Click,
  judgement: Judgement,
  others: readonly (string | null)[],
): string | null {
  const told = [
    orderCaution(click.origin, judgement),
    earlyCaution(click, judgement),
    tlsCaution(click, judgement),
    meshCaution(click.probe, judgement),
    ...others,
  ].filter((one) => one !== null);
  return told.length > 0 ? told.join(" ") : null;
}

/**
 * Where a pod is created only when the one before it is ready, a member of a cluster that waits for its peers before it
 * opens a port would wait for ever. A single server's own check does not.
 */
function orderCaution(origin: FixOrigin, { workload, analysis }: Judgement): string | null {
  const alone = (analysis.rollout.replicas?.max ?? 1) <= 1;
  if (alone || origin === "image" || origin === "removed-probe") return null;
  return kindOf(workload).risks.startsInOrder(workload);
}

/** A server that opens its port before it can serve answers a probe of the port too early. */
function earlyCaution({ origin, probe, container }: Click, { workload }: Judgement): string | null {
  if (isAnswered(origin) || get(probe, "tcpSocket") === undefined) return null;
  return serverOf(container, workload.podSpec)?.opensEarly ?? null;
}

/** Servers of Go's net/http log each connection that ends before its handshake (net/http: server.go, conn.serve). */
function tlsCaution({ origin, probe, container }: Click, { serving }: Judgement): string | null {
  const port = get(probe, "tcpSocket", "port");
  if (isAnswered(origin) || typeof port !== "number" || !seemsTls(port, container, serving)) return null;
  return "The port seems to speak TLS, and many servers, such as those of Go, log a handshake error at each probe like this one; if the app has a path for health there, httpGet with scheme: HTTPS asks it without that.";
}

function meshCaution(probe: JsonObject, { workload }: Judgement): string | null {
  if (get(probe, "tcpSocket") === undefined) return null;
  return oldIstioAnswers(podOf(workload))
    ? "With Istio before 1.12 the sidecar itself accepts every TCP connection, so this probe would always succeed there."
    : null;
}
