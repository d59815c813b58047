/** Servers whose pod has data that a second one beside it does not have. */
import { asArray, get } from "../../manifest/json-value.js";
import type { Container } from "../workload.js";
import { imageName } from "./image.js";

/** As their images are called. */
const STORE =
  /^(?:postgres(?:ql)?|postgis|timescaledb.*|mysql(?:-server)?|mariadb|percona.*|mssql.*|mongo(?:db.*)?|documentdb.*|redis|valkey|rabbitmq|elasticsearch|opensearch|kafka|cp-kafka|etcd|zookeeper|cp-zookeeper|minio|cassandra|couchdb|couchbase|influxdb|neo4j|clickhouse(?:-server)?|cockroach)$/;

/** Images of a database with something in it, by their names, and what the official images of databases are set up with. */
const STORE_OF_ITS_OWN = /[-_](?:db|database|mysql|mariadb|postgres(?:ql)?|mongo(?:db)?|redis)$/;
const STORE_SETTING = /^(?:(?:MYSQL|MARIADB)_ROOT_PASSWORD|POSTGRES_PASSWORD|MONGO_INITDB_\w+)$/;
/** IANA's numbers of MySQL, PostgreSQL, Redis and MongoDB, and names for them. */
const STORE_PORTS: ReadonlySet<number> = new Set([3306, 5432, 6379, 27017]);
const STORE_PORT_NAME = /^(?:mysql|mariadb|postgres(?:ql)?|mongo(?:db)?|redis)$/;

/** Whether a container is such a server, by its image's name, or by its port and what it is set up with. */
export function isStore(container: Container): boolean {
  return STORE.test(imageName(container)) || isStoreByItsPort(container);
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
