/**
 * The seed of every property test, so that a run of the tests can be repeated to the letter: a fixed one, unless
 * PROPERTY_SEED has another number, or `random` for one that nobody has tried yet. fast-check prints it where one fails.
 */
import fc from "fast-check";

const FIXED = 20260730;

const asked = process.env.PROPERTY_SEED;
const seed = asked === undefined || asked === "" ? FIXED : Number(asked);
if (asked !== "random") {
  if (!Number.isInteger(seed))
    throw new Error(`PROPERTY_SEED is "${asked}"; it takes a whole number, or "random"`);
  fc.configureGlobal({ seed });
}
