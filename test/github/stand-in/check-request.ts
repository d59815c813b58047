/** Holds a REST request against GitHub's own description, and against what that description leaves out. */
import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

interface Endpoint {
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  body: object | null;
}

const fixture = JSON.parse(
  readFileSync(new URL("../../fixtures/github-openapi.json", import.meta.url), "utf8"),
) as { endpoints: Record<string, Endpoint> };

const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false });
(addFormats as unknown as (ajv: Ajv) => void)(ajv);

const validators = new Map<string, ValidateFunction>();

/** What is wrong with a request; empty where GitHub would take it. */
export function checkRequest(method: string, path: string, query: URLSearchParams, body: unknown): string[] {
  const found = Object.entries(fixture.endpoints).find(([name]) => matches(name, method, path));
  if (found === undefined) return [`no endpoint is described for ${method} ${path}`];
  const [name, endpoint] = found;
  return [...checkQuery(name, endpoint, query), ...checkBody(name, endpoint, body)];
}

function matches(name: string, method: string, path: string): boolean {
  const [wanted, template] = name.split(" ") as [string, string];
  const pattern = template.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+");
  return wanted === method && new RegExp(`^${pattern}$`).test(path);
}

function checkQuery(name: string, endpoint: Endpoint, query: URLSearchParams): string[] {
  const allowed = new Map(
    endpoint.parameters.filter((each) => each.in === "query").map((each) => [each.name, each]),
  );
  return [...query].flatMap(([key, value]) => {
    const parameter = allowed.get(key);
    if (parameter === undefined) return [`${name}: unknown parameter ${key}`];
    const type = (parameter.schema as { type?: string }).type;
    return type === "integer" && !/^\d+$/.test(value) ? [`${name}: ${key} is no integer`] : [];
  });
}

function checkBody(name: string, endpoint: Endpoint, body: unknown): string[] {
  if (endpoint.body === null) return body === undefined ? [] : [`${name}: takes no body`];
  if (body === undefined) return [];
  let validate = validators.get(name);
  if (validate === undefined) {
    // GitHub ignores an unknown key, and with it what we meant by it.
    validate = ajv.compile(closed(endpoint.body) as object);
    validators.set(name, validate);
  }
  if (validate(body)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${name}: ${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== "object") return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isClosed = "properties" in schema && !("additionalProperties" in schema);
  return isClosed ? { ...inner, additionalProperties: false } : inner;
}
