/** Fields that a schema does not have, in the form in which GitHub's server, which is graphql-ruby, refuses them. */
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getLocation,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

interface UnknownField {
  path: string[];
  extensions: { code: "undefinedField"; typeName: string; fieldName: string };
  locations: { line: number; column: number }[];
  message: string;
}

/** The unknown fields of a document, in its order. An Enterprise Server lacks what has been added since its release. */
export function unknownFields(schema: GraphQLSchema, document: DocumentNode): UnknownField[] {
  const found: UnknownField[] = [];
  const path: string[] = [];
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      enter(node) {
        const step = stepOf(node);
        if (step !== null) path.push(step);
        if (node.kind === Kind.FIELD && types.getParentType() && !types.getFieldDef())
          found.push(refusal(node, types.getParentType()!.name, [...path]));
      },
      leave(node) {
        if (stepOf(node) !== null) path.pop();
      },
    }),
  );
  return found;
}

function stepOf(node: { kind: string }): string | null {
  const each = node as FieldNode & {
    operation?: string;
    typeCondition?: { name: { value: string } };
  };
  switch (node.kind) {
    case Kind.OPERATION_DEFINITION:
      return each.name ? `${each.operation} ${each.name.value}` : each.operation!;
    case Kind.FRAGMENT_DEFINITION:
      return `fragment ${each.name.value}`;
    case Kind.INLINE_FRAGMENT:
      return each.typeCondition ? `... on ${each.typeCondition.name.value}` : "...";
    case Kind.FIELD:
      return (each.alias ?? each.name).value;
    default:
      return null;
  }
}

function refusal(node: FieldNode, typeName: string, path: string[]): UnknownField {
  const fieldName = node.name.value;
  return {
    path,
    extensions: { code: "undefinedField", typeName, fieldName },
    locations: node.loc ? [getLocation(node.loc.source, node.loc.start)] : [],
    message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
  };
}
