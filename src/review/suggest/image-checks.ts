import type { JsonObject } from "../../manifest/json-value.js";
import { partsOfImage, repositoryOf } from "../../workload/servers/image.js";
import type { Container } from "../../workload/workload.js";

interface ImageCheck {
  /** repositories of the image, without registry and tag */
  images: RegExp;
  probe: JsonObject;
  /** settings under which the check would be refused although the server works */
  unless: (container: Container) => boolean;
}

const TIMINGS = {
  initialDelaySeconds: 5,
  periodSeconds: 5,
  timeoutSeconds: 3,
  successThreshold: 1,
  failureThreshold: 3,
};

function exec(...command: string[]): JsonObject {
  return { exec: { command }, ...TIMINGS };
}

/** Any change of the command line can move the port, ask for a password or turn TLS on. */
const hasOwnCommand = (container: Container): boolean => container.commandLine.length > 0;

/**
 * Images that bring a check of their own, which fails while the server refuses work. Only the official images: what
 * a company builds under the same name may lack the tool. Each check asks 127.0.0.1 over TCP, as the images' first
 * start runs a private server on the socket alone while it sets the database up.
 */
const CHECKS: readonly ImageCheck[] = [
  {
    // postgresql.org, pg_isready: 0 accepting, 1 rejecting (starting up), 2 no response; needs no valid user
    images: /^postgres$/,
    probe: exec("pg_isready", "-h", "127.0.0.1"),
    unless: (container) => hasOwnCommand(container) || container.env.includes("PGPORT"),
  },
  {
    // redis.io, PING: answers PONG, but LOADING or NOAUTH as errors with exit status 0: the answer is what counts
    images: /^redis$/,
    probe: exec("sh", "-c", "redis-cli -h 127.0.0.1 ping | grep -q PONG"),
    unless: hasOwnCommand,
  },
  {
    // valkey.io, the same protocol and answers
    images: /^valkey\/valkey$/,
    probe: exec("sh", "-c", "valkey-cli -h 127.0.0.1 ping | grep -q PONG"),
    unless: hasOwnCommand,
  },
  {
    // dev.mysql.com, mysqladmin ping: 0 when the server answers, even with access denied
    images: /^mysql$/,
    probe: exec("mysqladmin", "ping", "-h", "127.0.0.1"),
    unless: hasOwnCommand,
  },
  {
    // rabbitmq.com, health checks: check_port_connectivity fails until the listeners of the booted node accept
    images: /^rabbitmq$/,
    probe: {
      exec: { command: ["rabbitmq-diagnostics", "-q", "check_port_connectivity"] },
      ...TIMINGS,
      initialDelaySeconds: 20,
      periodSeconds: 15,
      timeoutSeconds: 10,
    },
    // The check came with 3.7 and its listeners in the course of it: rabbitmq-cli#108, rabbitmq-cli#300.
    unless: (container) => hasOwnCommand(container) || isOlderThan(container.image ?? "", 3, 8),
  },
];

/** Returns the check that an official image brings along, or null. */
export function imageCheck(container: Container): JsonObject | null {
  const repository = repositoryOf(container.image ?? "");
  const check = CHECKS.find(({ images }) => images.test(repository));
  return check === undefined || check.unless(container) ? null : check.probe;
}

/** Whether an image's tag begins with a version below this one; a tag without a number is a new one. */
function isOlderThan(image: string, major: number, minor: number): boolean {
  const tag = /^v?(\d+)(?:\.(\d+))?/.exec(partsOfImage(image).tag ?? "");
  if (tag === null) return false;
  const [first, second] = [Number(tag[1]), Number(tag[2] ?? Number.POSITIVE_INFINITY)];
  return first < major || (first === major && second < minor);
}
