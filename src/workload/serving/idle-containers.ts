import { containerName, serviceName } from "../names.js";
import { servicesOf } from "../neighbours/services-of.js";
import type { Neighbours } from "../neighbours.js";
import { type Container, runningContainers, type Workload } from "../workload.js";
import { isTcp, listeningContainers, PodListeners } from "./listeners.js";
import { onlyIdles } from "./only-idles.js";

/** A container that is asked, and by its own command only waits. */
export interface IdleContainer {
  container: Container;
  /** as it is written */
  command: string;
  /** "Service “web” routes to port 80", or "“web” declares port 80" where no Service does */
  asked: string;
}

/** Returns the containers that count as serving nothing although a Service or a declared port of theirs says otherwise. */
export function idleContainers(workload: Workload, neighbours: Neighbours): IdleContainer[] {
  return runningContainers(workload).flatMap((container) => {
    const command = onlyIdles(container);
    const asked = command === null ? null : askedBy(container, workload, neighbours);
    return command === null || asked === null ? [] : [{ container, command, asked }];
  });
}

function askedBy(container: Container, workload: Workload, neighbours: Neighbours): string | null {
  const others = new PodListeners(workload);
  const declared = container.ports.filter(isTcp);
  const isAlone = listeningContainers(workload).length === 0;
  for (const service of servicesOf(workload, neighbours)) {
    for (const { protocol, targetPort } of service.ports) {
      if (protocol !== "TCP" || others.declared(targetPort).length > 0) continue;
      const port = declared.find(({ name, containerPort }) => [name, containerPort].includes(targetPort));
      // The port of a headless Service has to be written, and says nothing of who listens.
      const isMeant = port !== undefined || (isAlone && !service.headless && typeof targetPort === "number");
      if (isMeant) return `${serviceName({ service })} routes to port ${port?.containerPort ?? targetPort}`;
    }
  }
  const port = declared.find(({ containerPort }) => others.declared(containerPort).length === 0);
  return port === undefined ? null : `${containerName(container)} declares port ${port.containerPort}`;
}
