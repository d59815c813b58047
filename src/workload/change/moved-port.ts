/**
 * Whether a Service's new number is one at which the pods that run do not listen. Kubernetes uses a number unchecked, so
 * only the manifests tell: they have to say that the pods move in the same change.
 */
import { asArray, canonicalJson, get } from "../../manifest/json-value.js";
import type { Service, ServicePort } from "../neighbours.js";
import { namedPorts } from "../serving/named-ports.js";
import { type Container, runningContainers, type Workload } from "../workload.js";
import type { Whole } from "./held-services.js";

/** A number that a Service routes to now, and which only the new pods have. */
export interface MovedPort {
  number: number;
  /** the name under which the old and the new pods declare the port, each with its own number; null where there is none */
  name: string | null;
}

/**
 * Returns the number of a head's port that only the new pods have; null where the old ones may listen there too. A list of
 * ports opens none, so a new entry alone may be a mistake mended; with another image, command or environment it is a move.
 */
export function movedPort(port: ServicePort, base: Service, { before, after }: Whole): MovedPort | null {
  const { targetPort: number, protocol } = port;
  if (typeof number !== "number" || protocol !== "TCP") return null;
  const old = base.ports.find((one) =>
    port.name === null ? one.port === port.port : one.name === port.name,
  );
  const from = old === undefined ? null : numberOf(old, before);
  if (from === null || from === number) return null;
  if (runningContainers(before).some((container) => mayMean(number, container))) return null;
  const mover = runningContainers(after).find((container) =>
    movesTo({ from, number }, container, before, after),
  );
  return mover === undefined ? null : { number, name: sharedName(from, before, number, mover) };
}

/** Whether it is a container's part in the change that the pods listen at a number instead of another. */
function movesTo(
  { from, number }: { from: number; number: number },
  container: Container,
  before: Workload,
  after: Workload,
): boolean {
  const isSet = isSetting(number, container);
  if (!isSet && !declares(number, container)) return false;
  const former = runningContainers(before).find(({ name }) => name !== null && name === container.name);
  if (former === undefined) return isBeside(container, before, after);
  const isLeft = isNamed(from, former) && !isNamed(from, container);
  return isSet ? isLeft || !namesAny(before) : isLeft && runsOtherwise(former, container);
}

/** Whether a container is new beside all those of the base, and no other name of one of them. */
function isBeside({ name }: Container, before: Workload, after: Workload): boolean {
  const names = new Set(after.containers.map((one) => one.name));
  return name !== null && runningContainers(before).every((one) => one.name !== null && names.has(one.name));
}

/** Returns the number to which a port of a Service leads in a workload's pods; null where no container declares its name. */
function numberOf({ targetPort }: ServicePort, workload: Workload): number | null {
  if (typeof targetPort === "number") return targetPort;
  const declared = runningContainers(workload).flatMap(({ ports }) => ports);
  return declared.find(({ name }) => name === targetPort)?.containerPort ?? null;
}

const numbers = new WeakMap<Container, ReadonlySet<string>>();

/** Whether anything that a container is given may mean the number, in whatever way. */
function mayMean(number: number, container: Container): boolean {
  let told = numbers.get(container);
  if (told === undefined) {
    const values = asArray(container.value.env).map((entry) => get(entry, "value"));
    const texts = [...container.commandLine, ...values.map(String)];
    told = new Set(texts.flatMap((text) => text.match(/\d+/g) ?? []));
    numbers.set(container, told);
  }
  return isNamed(number, container) || told.has(`${number}`);
}

function isNamed(number: number, container: Container): boolean {
  return declares(number, container) || namedPorts(container).some(({ port }) => port === number);
}

function namesAny(workload: Workload): boolean {
  return runningContainers(workload).some(
    (container) => container.ports.length > 0 || namedPorts(container).some(({ weak }) => !weak),
  );
}

function declares(number: number, { ports }: Container): boolean {
  return ports.some(({ containerPort, protocol }) => containerPort === number && protocol === "TCP");
}

/** Whether a setting tells the container to listen there. */
function isSetting(number: number, container: Container): boolean {
  return namedPorts(container).some(
    ({ port, source, weak, loopback, auxiliary }) =>
      port === number && (source === "argument" || source === "variable") && !weak && !loopback && !auxiliary,
  );
}

/** Whether a container is another program than before, or is told something else. */
function runsOtherwise(before: Container, after: Container): boolean {
  const told = ({ image, value: { command, args, env, envFrom } }: Container) =>
    canonicalJson([image, command, args, env, envFrom].map((one) => one ?? null));
  return told(before) !== told(after);
}

/** Returns the name of a port in the new pods, where the old ones have it for the number that they listen at. */
function sharedName(from: number, before: Workload, number: number, { ports }: Container): string | null {
  const name = ports.find(({ containerPort }) => containerPort === number)?.name ?? null;
  const isShared = runningContainers(before).some((container) =>
    container.ports.some((port) => port.name === name && port.containerPort === from),
  );
  return name !== null && isShared ? name : null;
}
