/** Differences gathered by cause: how often, in which versions, and the first manifest that shows it. */
import type { Difference } from "./compare-answers.js";
import { knownDifference } from "./known-differences.js";
import type { DrawnManifest } from "./manifests/draw-manifest.js";

export interface Cause {
  first: Difference;
  count: number;
  versions: Map<string, number>;
  fields: Map<string, number>;
  source: string;
  /** null for a real manifest, which is not shrunk */
  drawn: DrawnManifest | null;
  text: string;
}

export class DifferenceList {
  readonly unknown = new Map<string, Cause>();
  readonly known = new Map<string, number>();

  add(
    version: string,
    difference: Difference,
    source: { name: string; text: string; drawn: DrawnManifest | null },
  ): void {
    const known = knownDifference(difference);
    if (known !== null) {
      this.known.set(known.name, (this.known.get(known.name) ?? 0) + 1);
      return;
    }
    const key = `${difference.kind}|${difference.partial}|${difference.words}`;
    const cause = this.unknown.get(key);
    if (cause === undefined) {
      this.unknown.set(key, {
        first: difference,
        count: 1,
        versions: new Map([[version, 1]]),
        fields: new Map([[difference.field, 1]]),
        source: source.name,
        drawn: source.drawn,
        text: source.text,
      });
      return;
    }
    cause.count++;
    cause.versions.set(version, (cause.versions.get(version) ?? 0) + 1);
    cause.fields.set(difference.field, (cause.fields.get(difference.field) ?? 0) + 1);
    // The shorter text tells the cause better.
    if (source.drawn !== null && (cause.drawn === null || source.text.length < cause.text.length)) {
      Object.assign(cause, {
        first: difference,
        source: source.name,
        drawn: source.drawn,
        text: source.text,
      });
    }
  }

  causes(): Cause[] {
    return [...this.unknown.values()].toSorted((a, b) => b.count - a.count);
  }
}
