/** Holds the sandbox's answers and webhooks against GitHub's own descriptions of them. */
import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

interface Rest {
  endpoints: Record<string, { responses: Record<string, object | null> }>;
  components: { schemas: Record<string, object> };
}

interface Webhooks {
  webhooks: Record<string, object>;
  components: { schemas: Record<string, object> };
}

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8")) as T;

const rest = read<Rest>("github-openapi.json");
const webhooks = read<Webhooks>("github-webhooks.json");

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
(addFormats as unknown as (ajv: Ajv) => void)(ajv);
ajv.addFormat("repo.nwo", /^[\w.-]+\/[\w.-]+$/);
ajv.addSchema({ $id: "rest", components: located(rest.components, "rest") });
ajv.addSchema({ $id: "webhooks", components: located(webhooks.components, "webhooks") });

const validators = new Map<string, ValidateFunction>();

/** The statuses that GitHub's description gives a call. */
export function describedStatuses(endpoint: string): number[] {
  return Object.keys(rest.endpoints[endpoint]!.responses).map(Number);
}

/** What is wrong with an answer; empty where GitHub's description allows it. */
export function checkResponse(endpoint: string, status: number, body: unknown): string[] {
  const responses = rest.endpoints[endpoint]?.responses;
  if (responses === undefined || !(String(status) in responses))
    return [`${endpoint} does not answer ${status}`];
  const schema = responses[String(status)];
  if (schema == null) return [];
  return validate(`${endpoint} ${status}`, located(schema, "rest") as object, body);
}

/** What is wrong with a webhook; `name` is `pull_request.opened` or `push`. */
export function checkWebhook(name: string, payload: unknown): string[] {
  const schema = webhooks.webhooks[name.replaceAll(/[._]/g, "-")];
  if (schema === undefined) return [`GitHub describes no webhook ${name}`];
  return validate(name, located(schema, "webhooks") as object, payload);
}

function validate(key: string, schema: object, value: unknown): string[] {
  let check = validators.get(key);
  if (check === undefined) {
    check = ajv.compile(schema);
    validators.set(key, check);
  }
  if (check(value)) return [];
  return (check.errors ?? []).map(
    (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
  );
}

// A reference names its document, and `nullable` is said in the way that JSON Schema has for it.
function located(schema: unknown, document: string): unknown {
  if (Array.isArray(schema)) return schema.map((each) => located(each, document));
  if (schema === null || typeof schema !== "object") return schema;
  const inner: Record<string, unknown> = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === "$ref" ? String(value).replace("#", `${document}#`) : located(value, document),
    ]),
  );
  // A slip in GitHub's description of one list of installations: nobody is a user and an enterprise at once.
  if (Array.isArray(inner.allOf) && inner.allOf.map(({ title }) => title).includes("Enterprise")) {
    inner.anyOf = inner.allOf;
    delete inner.allOf;
  }
  const isNullable = inner.nullable === true && (!("type" in inner) || "enum" in inner);
  if (!isNullable) return inner;
  const { nullable: _, ...rest } = inner;
  return { anyOf: [rest, { type: "null" }] };
}
