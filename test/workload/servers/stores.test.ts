import { describe, expect, test } from "vitest";
import { isStore } from "../../../src/workload/servers/stores.js";
import type { Container } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../read-yaml.js";

const stores = (image: string, more = "") =>
  isStore(
    readYaml(deploymentOf({ containers: `{name: a, image: "${image}"${more}}` })).workloads[0]
      ?.containers[0] as Container,
  );

describe("a store or a broker", () => {
  test.each([
    "rabbitmq:4-management",
    "registry.example.com/shop/rabbitmq-server:3.13",
    "mysql/mysql-server:8.0",
    "clickhouse/clickhouse-server:25.3",
    "percona/percona-xtradb-cluster:8.0",
    "apache/activemq-artemis:2.40.0",
    "eclipse-mosquitto:2",
    "bitnami/mongodb:8.0",
    "confluentinc/cp-kafka:7.9.0",
  ])("is %s", (image) => expect(stores(image)).toBe(true));

  test.each([
    "percona/percona-server-mongodb-operator:1.20",
    "percona/mongodb_exporter:0.44",
    "bitnami/mongodb-exporter:0.44",
    "rabbitmq-perf-test:2",
    "mongo-express:1",
    "shop/kafka-consumer:1",
    "",
  ])("is not “%s”", (image) => expect(stores(image)).toBe(false));

  test("is known by its port and its settings, too", () => {
    expect(stores("shop/orders-db:1", ", ports: [{containerPort: 5432}]")).toBe(true);
    expect(stores("shop/orders-db:1")).toBe(false);
  });
});
