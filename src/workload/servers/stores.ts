/** Servers whose pod has data that a second one beside it does not have. */
import { asArray, get } from "../../manifest/json-value.js";
import type { Container } from "../workload.js";
import { imageName } from "./image.js";

/** Databases, brokers and indexes, as their images are called; some of them with a word behind. */
const STORE = new RegExp(
  `^(?:${[
    "postgres(?:ql)?(?:-repmgr|-ha)?|postgis|timescaledb.*|mysql|mariadb(?:-galera)?|percona.*|mssql.*|azure-sql-edge|oracle-(?:xe|free)",
    "mongo(?:db.*)?|documentdb.*|redis(?:-cluster|-stack)?|valkey(?:-cluster)?|keydb|dragonfly|etcd",
    "rabbitmq|kafka|cp-(?:kafka|server|zookeeper)|zookeeper|redpanda|activemq(?:-artemis|-classic)?|artemis|emqx|vernemq|pulsar|nats-streaming|eclipse-mosquitto|mosquitto",
    "elasticsearch(?:-oss)?|opensearch|solr|meilisearch|typesense|qdrant|weaviate|milvus",
    "minio|cassandra|scylla|couchdb|couchbase|influxdb|neo4j|arangodb|clickhouse|cockroach|questdb|rethinkdb",
  ].join("|")})(?:[-_](?:server|broker|alpine|debian))?$`,
);
/** What works beside one has its name as well. */
const BESIDE = /[-_](?:exporter|operator|backup|agent|proxy|client|admin|ui)(?=$|[-_])/;

/** Images of a database with something in it, by their names, and what the official images of databases are set up with. */
const STORE_OF_ITS_OWN = /[-_](?:db|database|mysql|mariadb|postgres(?:ql)?|mongo(?:db)?|redis)$/;
const STORE_SETTING = /^(?:(?:MYSQL|MARIADB)_ROOT_PASSWORD|POSTGRES_PASSWORD|MONGO_INITDB_\w+)$/;
/** IANA's numbers of MySQL, PostgreSQL, Redis and MongoDB, and names for them. */
const STORE_PORTS: ReadonlySet<number> = new Set([3306, 5432, 6379, 27017]);
const STORE_PORT_NAME = /^(?:mysql|mariadb|postgres(?:ql)?|mongo(?:db)?|redis)$/;

/** Whether a container is such a server, by its image's name, or by its port and what it is set up with. */
export function isStore(container: Container): boolean {
  const name = imageName(container);
  return (STORE.test(name) && !BESIDE.test(name)) || isStoreByItsPort(container);
}

/** A client has the name or the password of its database, too, and does not listen where databases do. */
function isStoreByItsPort(container: Container): boolean {
  const listens = container.ports.some(
    ({ containerPort, name }) => STORE_PORTS.has(containerPort) || STORE_PORT_NAME.test(name ?? ""),
  );
  if (!listens) return false;
  return (
    STORE_OF_ITS_OWN.test(imageName(container)) ||
    asArray(container.value.env).some((entry) => STORE_SETTING.test(String(get(entry, "name") ?? "")))
  );
}
