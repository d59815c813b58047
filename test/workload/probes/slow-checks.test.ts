import { describe, expect, it } from "vitest";
import { slowCheck } from "../../../src/workload/probes/slow-checks.js";

const probe = (command: string[], more: Record<string, unknown> = {}) => ({ exec: { command }, ...more });

describe("a check that starts a runtime within one second", () => {
  it.each<[string[], string]>([
    [["rabbitmq-diagnostics", "ping"], "rabbitmq-diagnostics"],
    [["sh", "-c", "mongosh --eval 'db.hello()' | grep true"], "mongosh"],
    [["/opt/kafka/bin/kafka-topics.sh", "--list"], "kafka-topics.sh"],
    [["bash", "-c", '[ "$(nodetool status)" ]'], "nodetool"],
  ])("is %j", (command, name) => expect(slowCheck(probe(command))?.command).toBe(name));

  it.each<[string, Record<string, unknown>]>([
    ["a program that is quick", probe(["pg_isready"])],
    ["a file of such a name", probe(["cat", "/tmp/rabbitmq-diagnostics.log"])],
    ["one with time", probe(["mongosh", "--eval", "1"], { timeoutSeconds: 5 })],
    ["a request", { httpGet: { path: "/nodetool", port: 80 } }],
  ])("is not %s", (_, one) => expect(slowCheck(one)).toBeNull());
});
