/** A refusal of a part of a query, with GitHub's name for its reason. */
export class GraphqlRefusal extends Error {
  override readonly name = "GraphqlRefusal";

  constructor(
    readonly type:
      | "NOT_FOUND"
      | "FORBIDDEN"
      | "STALE_DATA"
      | "UNPROCESSABLE"
      | "RATE_LIMITED"
      | "MAX_NODE_LIMIT_EXCEEDED"
      | "EXCESSIVE_PAGINATION"
      | "MISSING_PAGINATION_BOUNDARIES",
    message: string,
  ) {
    super(message);
  }
}

/** Returns the refusal of what the caller may not change, or not see. */
export function forbidden(): GraphqlRefusal {
  return new GraphqlRefusal("FORBIDDEN", "Resource not accessible by integration");
}
