/** An answer of which GitHub could not give some parts. */

/** An error about one part, as GitHub writes it; its keys are in GitHub's order. */
export interface LackingPart {
  type?: string;
  code?: string;
  /** keys of the answer; left out where the error names no place */
  path?: (string | number)[];
  extensions?: object;
  /** left out where GitHub answers null and says nothing of it */
  message?: string;
}

interface Answer {
  data?: unknown;
  errors?: object[];
}

/** Puts null where the parts stand, and says why. A part without a place takes the whole answer with it. */
export function lackParts(answer: object, parts: readonly LackingPart[]): object {
  const { data, errors = [] } = structuredClone(answer) as Answer;
  const isWhole = parts.some(({ path }) => path === undefined);
  if (!isWhole) for (const { path } of parts) setNull(data, path!);
  const loud = parts.filter(({ message }) => message !== undefined);
  const told = loud.map(({ type, code, path, extensions, message }) => ({
    ...(type === undefined ? {} : { type }),
    ...(code === undefined ? {} : { code }),
    ...(path === undefined ? {} : { path, locations: [{ line: 1, column: 1 }] }),
    ...(extensions === undefined ? {} : { extensions }),
    message,
  }));
  const all = [...errors, ...told];
  if (isWhole) return { errors: all };
  return all.length === 0 ? { data } : { data, errors: all };
}

function setNull(data: unknown, path: readonly (string | number)[]): void {
  const last = path.at(-1)!;
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], data);
  if (typeof parent === "object" && parent !== null) (parent as Record<string, unknown>)[last] = null;
}
