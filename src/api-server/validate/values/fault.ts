/**
 * The faults that the validation of one object finds, and how it names places. Each function of this folder takes a
 * value as it is written, with its place, and gives the faults that the API server would find in it after filling in
 * its defaults. None of them judges a value of the wrong type, which is refused while decoding, nor one that a tool
 * fills in later.
 */
import { fieldName } from "../../../manifest/field-name.js";
import type { KeyPath } from "../../../manifest/json-value.js";

export interface Fault {
  path: KeyPath;
  /** a clause that names the field, what was found, and what is allowed */
  message: string;
  /**
   * Part of it is something that is not written, or stands elsewhere in the object: it holds for the object as a whole,
   * and not where a patch or a tool adds to it.
   */
  whole?: true;
  /** beside `whole`: nothing that a placeholder of the object may become mends it */
  filledOrNot?: true;
  /** the first minor version that refuses this; absent where all do */
  since?: number;
  /** the last minor version that refuses this; absent where all later ones do */
  until?: number;
  /** in earlier minor versions than this the object is taken, and the pods that are made of it are refused */
  ofPodsBefore?: number;
}

export type Limits = Omit<Fault, "path" | "message">;

/** A place in an object, and by which words a message names it. */
export interface Place {
  path: KeyPath;
  /** who has the fields below: “web” of a container, or nothing for the object itself */
  owner: string | null;
  /** how many keys of the path lead to the owner */
  from: number;
}

export const ROOT: Place = { path: [], owner: null, from: 0 };

/** For what the object as a whole decides. */
export const WHOLE: Limits = { whole: true };

export function below(place: Place, ...keys: KeyPath): Place {
  return new Below(place, keys);
}

/** Most places are never told of: the path is put together where somebody asks. */
class Below implements Place {
  readonly owner: string | null;
  readonly from: number;
  readonly #above: Place;
  readonly #keys: KeyPath;

  constructor(above: Place, keys: KeyPath) {
    this.owner = above.owner;
    this.from = above.from;
    this.#above = above;
    this.#keys = keys;
  }

  get path(): KeyPath {
    return [...this.#above.path, ...this.#keys];
  }
}

/** Returns the same place as one that has a name of its own, by which what stands below it is told. */
export function named(place: Place, owner: string): Place {
  return { path: place.path, owner, from: place.path.length };
}

/** `ports[0].name of “web”`, or the keys alone where the place has no owner. */
export function nameOf({ path, owner, from }: Place): string {
  const keys = fieldName(path.slice(from));
  if (owner === null) return keys;
  return keys === "" ? owner : `${keys} of ${owner}`;
}

/** Returns a fault whose message begins with the name of its place. */
export function fault(place: Place, predicate: string, limits: Limits = {}): Fault {
  return { path: place.path, message: `${nameOf(place)} ${predicate}`, ...limits };
}

/** Something that must be there is not. */
export function missing(place: Place, why: string): Fault {
  return fault(place, `is missing: ${why}`, WHOLE);
}
