import type { Service } from "../neighbours.js";
import type { Container } from "../workload.js";

/** A port of a container to which a Service leads. */
interface Targeted {
  container: Container;
  port: number;
  service: Service;
}

/** IANA's number of DNS. */
const DNS = 53;

/** A page for whoever runs the server, beside the port that it is there for. */
const CONSOLE = /(?:^|[-_.])(?:dashboard|console|admin|(?:web-?)?ui|gui|stats|mgmt|management)(?=$|[-_.])/i;

/**
 * Of the ports of a container to which Services lead, returns those that its server is there for: of a server of DNS that one,
 * else all that are no console by their names. All are returned where that would be none.
 */
export function besideConsoles<Port extends { port: number }>(
  ports: Port[],
  container: Container,
  targets: readonly Targeted[],
): Port[] {
  const own = targets.filter((target) => target.container === container);
  const targeted = ports.filter(({ port }) => own.some((target) => target.port === port));
  if (targeted.length < 2) return ports;
  const dns = targeted.filter(({ port }) => port === DNS);
  if (dns.length > 0) return dns;
  const isConsole = ({ port }: Port) => {
    const words = wordsOn(port, container, own);
    return words.length > 0 && words.every((word) => CONSOLE.test(word));
  };
  return targeted.every(isConsole) ? ports : ports.filter((one) => !isConsole(one));
}

/** What the container calls its port beyond its own name; where it has no name for it, what the Services call it. */
function wordsOn(port: number, { ports }: Container, own: readonly Targeted[]): string[] {
  const declared = ports.find(({ containerPort }) => containerPort === port);
  if (declared !== undefined && declared.name !== null)
    return declared.purpose === null ? [] : [declared.purpose];
  return own
    .filter((target) => target.port === port)
    .flatMap(({ service }) => service.ports.filter(({ targetPort }) => targetPort === port))
    .flatMap(({ name }) => name ?? []);
}
