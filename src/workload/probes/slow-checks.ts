/** Commands of exec probes that start a runtime of their own at each run, which takes seconds where the node is busy. */
import { asArray, asString, get, type JsonObject } from "../../manifest/json-value.js";

/** What starts, in words behind "starts", by the command. */
const RUNTIMES: readonly (readonly [command: RegExp, runtime: string])[] = [
  // github.com/rabbitmq/cluster-operator/issues/409: each of its commands is another Erlang VM
  [/^rabbitmq(?:ctl|-diagnostics)$/, "an Erlang virtual machine"],
  // github.com/bitnami/charts/issues/10264: it is Node with a shell of some tens of megabytes
  [/^mongosh$/, "a JavaScript runtime"],
  // cassandra.apache.org, kafka.apache.org and neo4j.com: scripts that end in `java`
  [/^(?:nodetool|cypher-shell|kafka-[a-z-]+(?:\.sh)?)$/, "a Java virtual machine"],
  [/^cqlsh$/, "a Python interpreter with its driver"],
];

export interface SlowCheck {
  command: string;
  runtime: string;
}

/** Returns it of a probe that allows its command no more than one second, the default; null where there is none. */
export function slowCheck(probe: JsonObject): SlowCheck | null {
  const timeout = probe.timeoutSeconds ?? 1;
  if (typeof timeout !== "number" || timeout > 1) return null;
  const words = asArray(get(probe, "exec", "command"))
    .flatMap((word) => asString(word) ?? [])
    .slice(0, 20)
    .flatMap((word) => word.slice(0, 2000).split(/[\s;&|()`"']+/));
  for (const word of words) {
    const command = word.slice(word.lastIndexOf("/") + 1);
    const [, runtime] = RUNTIMES.find(([pattern]) => pattern.test(command)) ?? [];
    if (runtime !== undefined) return { command, runtime };
  }
  return null;
}
