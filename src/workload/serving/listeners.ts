/** Which container of a pod listens on a port: by its declaration, by what it says of itself, else by who is left. */
import { isAuxiliaryName } from "../neighbours/auxiliary-ports.js";
import { isExporter } from "../servers/helpers.js";
import { callsItself } from "../servers/image.js";
import { type Container, type ContainerPort, runningContainers, type Workload } from "../workload.js";
import { mayBind, mayListen } from "./elimination.js";
import { type NamedPort, namedPorts } from "./named-ports.js";
import { onlyIdles } from "./only-idles.js";
import { TLS_PORTS } from "./serves-tls.js";
import { addressesIn, settingsOf } from "./settings-of.js";
import { upstreamsOf } from "./upstreams-of.js";

export interface DeclaredPort {
  container: Container;
  port: ContainerPort;
}

export interface NamingContainer {
  container: Container;
  named: NamedPort;
}

/** The containers that may listen on a port that none declares. */
export type Listeners =
  /** `named` is null where nothing in the container names the port, and it is the only one that is left */
  { ok: true; container: Container; named: NamedPort | null } | { ok: false; candidates: Container[] };

/** Returns the containers that keep running and may listen: all but those that only wait. */
export function listeningContainers(workload: Workload): Container[] {
  return runningContainers(workload).filter((container) => onlyIdles(container) === null);
}

/** The listening containers of one pod by the ports that they declare and name; made once, as a Service may list thousands. */
export class PodListeners {
  readonly #declared = new Map<string | number, DeclaredPort[]>();
  readonly #binding = new Map<string | number, readonly DeclaredPort[]>();
  #named: Map<number, NamingContainer[]> | null = null;
  #told: ReadonlySet<number> | null = null;
  /** by port; null for those that no setting names */
  readonly #left = new Map<number | null, Container[]>();

  constructor(private readonly workload: Workload) {
    for (const container of listeningContainers(workload)) {
      for (const port of container.ports.filter(isTcp)) {
        const keys = port.name === null ? [port.containerPort] : [port.containerPort, port.name];
        for (const key of keys) add(this.#declared, key, { container, port });
      }
    }
  }

  /** Whether a container tells of others of the pod in numbers, which operators alone ask for. */
  isExporter(container: Container): boolean {
    return isExporter(container) && runningContainers(this.workload).length > 1;
  }

  /** Returns the TCP ports that are declared under a name or a number. */
  declared(port: string | number): readonly DeclaredPort[] {
    return this.#declared.get(port) ?? [];
  }

  /** Returns those of the TCP ports under a name or a number whose containers may have them: one that several declare is one's. */
  binding(port: string | number): readonly DeclaredPort[] {
    const known = this.#binding.get(port);
    if (known !== undefined) return known;
    const declared = this.declared(port);
    const numbers = new Set(declared.map((one) => one.port.containerPort));
    const binders = new Map([...numbers].map((number) => [number, this.#bindersOf(number, declared)]));
    const binding = declared.filter((one) => binders.get(one.port.containerPort)?.includes(one.container));
    this.#binding.set(port, binding);
    return binding;
  }

  /**
   * Returns those that a Service's target leads to: a name is looked up in the containers one after the other, and the first
   * that has it is taken (pkg/api/v1/pod/util.go: FindPort), regular ones before sidecars.
   */
  reached(target: string | number): readonly DeclaredPort[] {
    if (typeof target === "number") return this.binding(target);
    const [first] = this.declared(target).toSorted(
      (left, right) => Number(left.container.role !== "regular") - Number(right.container.role !== "regular"),
    );
    // All of the pod share its ports, so whoever has that number answers, by whatever name.
    return first === undefined ? [] : this.binding(first.port.containerPort);
  }

  #bindersOf(number: number, declared: readonly DeclaredPort[]): Container[] {
    const same = declared.filter(({ port }) => port.containerPort === number);
    const isFirm = ({ named }: NamingContainer) =>
      !named.weak && !named.loopback && (named.source === "variable" || named.source === "argument");
    const naming = (container: Container) =>
      this.naming(number).some((one) => one.container === container && isFirm(one));
    return mayBind([...new Set(same.map(({ container }) => container))], number, naming);
  }

  /** Returns who listens on a port that no container declares; with `inside` also for the pod alone. */
  undeclared(port: number, inside = false): Listeners {
    const naming = this.naming(port).filter(({ named }) => inside || !named.loopback);
    const firm = naming.filter(({ named }) => !named.weak);
    const best = firm.length > 0 ? firm : naming;
    const containers = [...new Set(best.map(({ container }) => container))];
    const [first] = best;
    if (first !== undefined && containers.length === 1) return { ok: true, ...first };
    if (containers.length > 1) return { ok: false, candidates: containers };
    const left = this.left(port);
    const [only] = left;
    return only !== undefined && left.length === 1 && this.mayListenElsewhere(only)
      ? { ok: true, container: only, named: null }
      : { ok: false, candidates: left };
  }

  /** Returns the containers that name a port themselves. */
  naming(port: number): readonly NamingContainer[] {
    this.#named ??= namedByPort(this.workload);
    return this.#named.get(port) ?? [];
  }

  /**
   * Returns the containers that may listen on a port that none declares or names; none only where every regular one just
   * waits.
   */
  left(port: number): Container[] {
    const regular = regularListeners(this.workload);
    // What the others are says the same of every port that no container calls and whose number says nothing.
    this.#told ??= new Set([...portsInSettings(regular), ...TLS_PORTS]);
    const key = this.#told.has(port) ? port : null;
    const known = this.#left.get(key);
    if (known !== undefined) return known;
    const left = mayListen(regular, port);
    this.#left.set(key, left);
    return left;
  }

  /** One that declares other ports is not blamed, unless the pod has no other container. */
  private mayListenElsewhere(container: Container): boolean {
    const regular = regularListeners(this.workload);
    return (
      regular.length === 1 || !container.ports.some((port) => isTcp(port) && !isAuxiliaryName(port.purpose))
    );
  }
}

function regularListeners(workload: Workload): Container[] {
  return listeningContainers(workload).filter(({ role }) => role === "regular");
}

function portsInSettings(containers: readonly Container[]): ReadonlySet<number> {
  const inValues = containers.flatMap((container) =>
    settingsOf(container).flatMap(({ value }) => addressesIn(value).map(({ port }) => port)),
  );
  const named = containers.flatMap(namedPorts).map(({ port }) => port);
  return new Set([...inValues, ...named, ...containers.flatMap(upstreamsOf)]);
}

export function isTcp(port: ContainerPort): boolean {
  return port.protocol === "TCP";
}

function namedByPort(workload: Workload): Map<number, NamingContainer[]> {
  const index = new Map<number, NamingContainer[]>();
  const running = listeningContainers(workload);
  const names = running.flatMap(({ name }) => (name === null ? [] : [name.toLowerCase()]));
  for (const container of running) {
    for (const named of namedPorts(container)) {
      if (!isOfNeighbour(named.name.toLowerCase(), container, names))
        add(index, named.port, { container, named });
    }
  }
  return index;
}

/** `APP_PORT` beside a container “app” says where that one listens. */
function isOfNeighbour(key: string, container: Container, names: readonly string[]): boolean {
  if (key === "" || names.length > 20) return false;
  const own = callsItself(container);
  const words = `_${key.replaceAll(/[-.]/g, "_")}_`;
  return names.some(
    (name) => name.length > 1 && !own.includes(name) && words.includes(`_${name.replaceAll("-", "_")}_`),
  );
}

function add<Key, Value>(index: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = index.get(key);
  if (list === undefined) index.set(key, [value]);
  else list.push(value);
}
