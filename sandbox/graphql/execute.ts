/**
 * GraphQL by GitHub's published schema and the `graphql` library: a document that GitHub would refuse is refused here.
 * https://docs.github.com/en/graphql/overview/public-schema
 */
import { schema as published } from "@octokit/graphql-schema";
import {
  buildSchema,
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  validate,
} from "graphql";
import { Refusal } from "../state/refusal.js";
import type { GraphqlContext } from "./context.js";
import { checkNodeLimit } from "./node-limit.js";
import { GraphqlRefusal } from "./refusal.js";
import { rootOf } from "./root.js";
import { unknownFields } from "./unknown-fields.js";

export interface GraphqlRequest {
  query?: unknown;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
}

let built: GraphQLSchema | undefined;

/** GitHub's schema; made once, since it takes a second. */
export function gitHubSchema(): GraphQLSchema {
  built ??= buildSchema(published.idl, { assumeValid: true });
  return built;
}

/** Whether a request reads or writes; null where it cannot be read. */
export function operationOf(request: GraphqlRequest): OperationDefinitionNode["operation"] | null {
  try {
    const document = parse(String(request.query));
    return getOperationAST(document, request.operationName ?? undefined)?.operation ?? null;
  } catch {
    return null;
  }
}

/** Answers a request as GitHub does: what went wrong stands in the answer, whose status is 200. */
export async function answerGraphql(
  request: GraphqlRequest,
  context: GraphqlContext,
  /** hears of what went wrong inside the sandbox itself */
  onFailure: (error: unknown) => void,
): Promise<object> {
  if (typeof request.query !== "string")
    return { errors: [{ message: "A query attribute must be specified and must be a string." }] };
  let document: DocumentNode;
  try {
    document = parse(request.query, { maxTokens: 50_000 });
  } catch (error) {
    return { errors: [formatError(error as GraphQLError)] };
  }
  const schema = gitHubSchema();
  const variables = request.variables ?? {};
  const unknown = unknownFields(schema, document);
  if (unknown.length > 0) return { errors: unknown };
  const faults = validate(schema, document);
  const tooMuch = faults.length > 0 ? [] : checkNodeLimit(schema, document, variables);
  if (faults.length + tooMuch.length > 0) return { errors: [...faults, ...tooMuch].map(formatError) };
  const result = await execute({
    schema,
    document,
    rootValue: rootOf(context),
    contextValue: context,
    variableValues: variables,
    operationName: request.operationName ?? null,
    fieldResolver: resolveField,
  });
  for (const { originalError } of result.errors ?? []) if (isFailure(originalError)) onFailure(originalError);
  const errors = result.errors?.map(formatError);
  return errors === undefined
    ? { data: result.data }
    : result.data === undefined
      ? { errors }
      : { data: result.data, errors };
}

// The sandbox throws at a field that it does not have: that is a fault of the query's here, and never an empty answer.
const resolveField: GraphQLFieldResolver<unknown, GraphqlContext> = (source, args, _context, info) => {
  const node = source as Record<string, unknown>;
  if (!Object.hasOwn(node, info.fieldName))
    throw new Error(`The sandbox does not answer ${info.parentType.name}.${info.fieldName}`);
  const value = node[info.fieldName];
  return typeof value === "function" ? (value as (args: unknown) => unknown)(args) : value;
};

// GraphQL's own complaints of a value have no cause; what the sandbox refuses is no failure.
function isFailure(cause: Error | undefined | null): boolean {
  if (!cause || cause instanceof GraphQLError) return false;
  if (cause instanceof GraphqlRefusal || cause instanceof Refusal) return false;
  return !/^`.*` does not appear to be a valid cursor/.test(cause.message);
}

function formatError(error: GraphQLError): object {
  const { originalError: cause, message, path, locations } = error;
  const type = typeOf(cause);
  return {
    ...(type === null ? {} : { type }),
    ...(path === undefined ? {} : { path }),
    ...(locations === undefined ? {} : { locations }),
    message,
  };
}

function typeOf(cause: Error | undefined | null): string | null {
  if (cause instanceof GraphqlRefusal) return cause.type;
  if (!(cause instanceof Refusal)) return null;
  if (cause.status === 404) return "NOT_FOUND";
  return cause.status === 403 ? "FORBIDDEN" : "UNPROCESSABLE";
}
