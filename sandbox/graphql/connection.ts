export interface ConnectionArgs {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

/** A list as GraphQL pages it. */
export function connection<T>(
  all: readonly T[],
  { first, last, after, before }: ConnectionArgs,
  node: (item: T) => unknown,
  total: number = all.length,
): object {
  const from = after ? indexOf(after) + 1 : 0;
  const to = before ? indexOf(before) : all.length;
  const window = all.slice(from, to).map((item, i) => ({ item, at: from + i }));
  const cut = first != null ? window.slice(0, first) : last != null ? window.slice(-last) : window;
  const [start, end] = [cut[0]?.at ?? 0, (cut.at(-1)?.at ?? -1) + 1];
  return {
    totalCount: total,
    pageInfo: {
      hasPreviousPage: cut.length > 0 && start > 0,
      hasNextPage: cut.length > 0 && end < all.length,
      startCursor: cut.length === 0 ? null : cursorOf(start),
      endCursor: cut.length === 0 ? null : cursorOf(end - 1),
    },
    nodes: cut.map(({ item }) => node(item)),
    edges: cut.map(({ item, at }) => ({ cursor: cursorOf(at), node: node(item) })),
  };
}

function cursorOf(index: number): string {
  return Buffer.from(`cursor:v1:${index}`).toString("base64");
}

function indexOf(cursor: string): number {
  const index = Number(Buffer.from(cursor, "base64").toString().split(":").at(-1));
  if (!Number.isInteger(index)) throw new Error(`\`${cursor}\` does not appear to be a valid cursor.`);
  return index;
}
