/** GitHub's own description of its REST API, as far as it is taken into the fixtures. */
import { readFileSync } from "node:fs";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { Refusal } from "../state/refusal.js";

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: { type?: string; enum?: unknown[] };
}

interface Description {
  endpoints: Record<string, { parameters: Parameter[]; body: object | null }>;
}

const description = JSON.parse(
  readFileSync(new URL("../../test/fixtures/github-openapi.json", import.meta.url), "utf8"),
) as Description;

const ajv = new Ajv({ strict: false, verbose: true });
(addFormats as unknown as (ajv: Ajv) => void)(ajv);
ajv.addFormat("repo.nwo", /^[\w.-]+\/[\w.-]+$/);

const validators = new Map<string, ValidateFunction>();

/** Refuses a request that GitHub's description does not allow; `endpoint` is its name there. */
export function checkRequest(endpoint: string, query: Record<string, string>, body: unknown): void {
  const described = description.endpoints[endpoint];
  if (described === undefined) throw new Error(`${endpoint} is in no description`);
  checkQuery(described.parameters, query);
  if (described.body === null) {
    if (body !== undefined) throw refuse("No request body is allowed.");
    return;
  }
  const given = body ?? {};
  if (typeof given !== "object" || Array.isArray(given))
    throw new Refusal(400, "Body should be a JSON object");
  checkBody(endpoint, described.body, given);
}

// GitHub passes over a key that it does not know, and with it what was meant by it. Here it is refused.
function checkQuery(parameters: readonly Parameter[], query: Record<string, string>): void {
  const allowed = new Map(parameters.filter((each) => each.in === "query").map((each) => [each.name, each]));
  for (const [name, value] of Object.entries(query)) {
    const parameter = allowed.get(name);
    if (parameter === undefined) throw refuse(`"${name}" is not a permitted key.`);
    if (parameter.schema.type === "integer" && !/^-?\d+$/.test(value))
      throw refuse(`For 'properties/${name}', "${value}" is not an integer.`);
  }
}

function checkBody(endpoint: string, schema: object, body: object): void {
  let validate = validators.get(endpoint);
  if (validate === undefined) {
    validate = ajv.compile(closed(schema) as object);
    validators.set(endpoint, validate);
  }
  if (validate(body)) return;
  // The last one speaks of the whole where no branch of several fitted; the first one of what was wrong.
  const [first] = validate.errors ?? [];
  throw refuse(first === undefined ? "" : sentenceFor(first));
}

function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== "object") return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isClosed = "properties" in schema && !("additionalProperties" in schema);
  return isClosed ? { ...inner, additionalProperties: false } : inner;
}

function refuse(sentence: string): Refusal {
  return new Refusal(422, `Invalid request.\n\n${sentence}`);
}

// In GitHub's words: its validator is the gem json_schema, https://github.com/brandur/json_schema
function sentenceFor({ keyword, params, data, instancePath }: ErrorObject & { data?: unknown }): string {
  const at = `For 'properties${instancePath}',`;
  switch (keyword) {
    case "required":
      return `"${params.missingProperty}" wasn't supplied.`;
    case "additionalProperties":
      return `"${params.additionalProperty}" is not a permitted key.`;
    case "maxLength":
      return `Only ${params.limit} characters are allowed; ${String(data).length} were supplied.`;
    case "maxItems":
      return `No more than ${params.limit} items are allowed; ${(data as unknown[]).length} were supplied.`;
    case "type":
      return `${at} ${show(data)} is not ${/^[aeio]/.test(params.type) ? "an" : "a"} ${params.type}.`;
    case "enum":
      return `${at} ${show(data)} is not a member of ${JSON.stringify(params.allowedValues)}.`;
    default:
      return `${at} ${show(data)} does not fit.`;
  }
}

function show(data: unknown): string {
  return data === null ? "nil" : JSON.stringify(data);
}
