/**
 * All that processes remember of GitHub beyond one task, as plain records with a time to live. GitHub is the truth, but it
 * reads from copies that can lag behind what it has just taken, and its limits count what all processes ask. Several
 * processes need one memory: with one each, two of them would post twice.
 */

/** A kind of records, each kept for so long after its key was last written to. */
export interface Shelf<Entry> {
  name: string;
  ttlMs: number;
  /** keys that a process keeps, where it keeps them itself */
  max: number;
  /** the type of a record; nothing holds it, so that only the compiler looks at it */
  entry?: Entry;
}

/** So much may be spent within so many milliseconds. */
export interface Window {
  most: number;
  perMs: number;
}

export interface Memory {
  /** The records of a key by their names; none where their time is over. */
  read<Entry>(shelf: Shelf<Entry>, key: string): Promise<ReadonlyMap<string, Entry>>;
  /** Writes records beside those that the key has; the time of all of them begins anew. */
  write<Entry>(shelf: Shelf<Entry>, key: string, entries: Readonly<Record<string, Entry>>): Promise<void>;
  /** Takes records of a key away. */
  remove(shelf: Shelf<unknown>, key: string, names: readonly string[]): Promise<void>;
  /** Does some work when no other work of this key is under way. */
  inTurn<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Spends within a window and gives 0; where there is no room it spends nothing and gives the milliseconds to wait. */
  spend(key: string, cost: number, window: Window): Promise<number>;
}
