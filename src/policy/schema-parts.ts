/** Parts of the settings' schemas. Every error message is the second half of a sentence: what is allowed. */
import * as z from "zod";
import { readGlob } from "./read-glob.js";

/** Kubernetes keeps these numbers in an int32. */
export const LARGEST = 2_147_483_647;
const MAX_GLOBS = 200;
const MAX_GLOB_LENGTH = 500;

/** One of some words. */
export function oneOf<const Values extends readonly [string, ...string[]]>(...values: Values) {
  return z.enum(values, { error: values.join(", ") });
}

/** A whole number that Kubernetes can hold too. */
export function wholeNumber(least: number, unit: string) {
  const error = `a whole number of ${unit}, ${least} or more`;
  return z
    .int({ error })
    .min(least, { error })
    .max(LARGEST, { error: `${error}, at most ${LARGEST}` });
}

/** A mapping with these keys and no others. */
export function settings<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: Object.keys(shape).join(", ") });
}

/** A key that may be left out, with what editors say of it. */
export function key<Schema extends z.ZodType>(schema: Schema, description: string, byDefault?: unknown) {
  const meta = byDefault === undefined ? { description } : { description, default: byDefault };
  return schema.optional().meta(meta);
}

/** A glob of paths of the repository. */
export const glob = z
  .string({ error: "a glob such as test/**" })
  .min(1, { error: "a glob such as test/**" })
  .max(MAX_GLOB_LENGTH, { error: `globs of at most ${MAX_GLOB_LENGTH} characters`, abort: true })
  // Paths of a repository never begin so: the glob would match nothing, in silence.
  .regex(/^(?!\.?\/)/, {
    error: "a glob from the repository's root on, without / or ./ before it",
    abort: true,
  })
  .check(({ value, issues }) => {
    const read = readGlob(value);
    if (!read.ok) issues.push({ code: "custom", input: value, message: read.allowed });
  });

export const globs = z
  .array(glob, { error: "a list of globs such as [test/**]" })
  .max(MAX_GLOBS, { error: `at most ${MAX_GLOBS} globs` });
