import type { Service } from "../neighbours.js";

/**
 * Whether a Service is what Kompose writes for one of Compose that publishes no port, since a Service wants one: the name
 * `headless`, the number 55555. It gives the pods a name, by which others of the Compose file may call them at any port, or
 * nobody does.
 */
export function isPlaceholderOfKompose({ headless, ports }: Service): boolean {
  const [port] = ports;
  return (
    headless &&
    ports.length === 1 &&
    port?.name === "headless" &&
    port.port === 55555 &&
    port.targetPort === port.port
  );
}
