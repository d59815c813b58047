import type { Answer, Call } from "./endpoint.js";

export interface Page<T> {
  items: T[];
  headers: Record<string, string>;
}

/**
 * One page of a list, with GitHub's Link header: 30 a page, or as many as asked for up to 100.
 * https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
 */
export function pageOf<T>({ query, url }: Call, all: readonly T[]): Page<T> {
  const size = Math.min(100, positive(query.per_page, 30));
  const page = positive(query.page, 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const link = (to: number, rel: string): string => {
    const parameters = new URLSearchParams({ ...query, page: String(to) });
    return `<${url}?${parameters}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(Math.min(page - 1, last), "prev")] : []),
    ...(page < last ? [link(page + 1, "next"), link(last, "last")] : []),
    ...(page > 1 ? [link(1, "first")] : []),
  ];
  return {
    items: all.slice((page - 1) * size, page * size),
    headers: links.length === 0 ? {} : { link: links.join(", ") },
  };
}

/** A page as an answer. */
export async function answerPage<T>(
  call: Call,
  all: readonly T[],
  present: (item: T) => unknown,
  wrap: (items: unknown[], total: number) => unknown = (items) => items,
): Promise<Answer> {
  const { items, headers } = pageOf(call, all);
  const shown = await Promise.all(items.map(present));
  return { status: 200, body: wrap(shown, all.length), headers };
}

// A text that is no positive number counts as not given.
function positive(text: string | undefined, otherwise: number): number {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}
