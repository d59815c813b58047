import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import { GraphqlRefusal } from "./refusal.js";

/** https://docs.github.com/en/graphql/overview/rate-limits-and-node-limits-for-the-graphql-api#node-limit */
const MAX_NODES = 500_000;
const MAX_PAGE = 100;

/**
 * Returns the faults in the sizes of a document's connections: every one needs `first` or `last`, of at most a hundred,
 * and all together may ask for half a million nodes.
 */
export function checkNodeLimit(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  let nodes = 0;

  function walk(set: SelectionSetNode, parent: GraphQLCompositeType, times: number): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        walkField(selection, parent, times);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment === undefined) continue;
      const name = fragment.typeCondition?.name.value;
      const type = name === undefined ? parent : schema.getType(name);
      if (isCompositeType(type)) walk(fragment.selectionSet, type, times);
    }
  }

  function walkField(field: FieldNode, parent: GraphQLCompositeType, times: number): void {
    if (!isObjectType(parent) && !isInterfaceType(parent)) return;
    const definition = parent.getFields()[field.name.value];
    const type = definition === undefined ? undefined : getNamedType(definition.type);
    if (!isCompositeType(type) || field.selectionSet === undefined) return;
    const isConnection = definition!.args.some(({ name }) => name === "first");
    const size = isConnection ? sizeOf(field) : 1;
    if (isConnection) nodes += times * size;
    walk(field.selectionSet, type, times * size);
  }

  function sizeOf(field: FieldNode): number {
    const name = field.name.value;
    const given = ["first", "last"].flatMap((bound) => {
      const value = field.arguments?.find((each) => each.name.value === bound)?.value;
      if (value === undefined || value.kind === Kind.NULL) return [];
      const number =
        value.kind === Kind.VARIABLE
          ? variables[value.name.value]
          : value.kind === Kind.INT
            ? Number(value.value)
            : null;
      return typeof number === "number" ? [{ bound, number }] : [];
    });
    const [first] = given;
    if (first === undefined) {
      const text = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
      errors.push(fault("MISSING_PAGINATION_BOUNDARIES", text, field));
      return 1;
    }
    if (first.number > MAX_PAGE || first.number < 1) {
      const text = `Requesting ${first.number} records on the \`${name}\` connection exceeds the \`${first.bound}\` limit of ${MAX_PAGE} records.`;
      errors.push(fault("EXCESSIVE_PAGINATION", text, field));
    }
    return first.number;
  }

  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const root = schema.getRootType(definition.operation);
    if (root) walk(definition.selectionSet, root, 1);
  }
  if (nodes > MAX_NODES) {
    const text = `This query requests up to ${nodes.toLocaleString("en")} possible nodes which exceeds the maximum limit of 500,000.`;
    errors.push(fault("MAX_NODE_LIMIT_EXCEEDED", text));
  }
  return errors;
}

function fault(
  type: ConstructorParameters<typeof GraphqlRefusal>[0],
  message: string,
  field?: FieldNode,
): GraphQLError {
  const originalError = new GraphqlRefusal(type, message);
  return new GraphQLError(message, { ...(field === undefined ? {} : { nodes: field }), originalError });
}
