/**
 * Which files say again what others say: those that a tool wrote, and bundles, such as a script makes of a folder's files. Who
 * mends the one mends the other, so that what is told of the one is not told again of it.
 */
import type { ChangedFile } from "../changeset/change-set.js";
import { isGenerated } from "../manifest/edit/generated-file.js";
import { asString, canonicalJson, get } from "../manifest/json-value.js";
import type { Manifest, ManifestObject } from "../manifest/manifest.js";
import type { Workload } from "../workload/workload.js";
import type { Finding } from "./findings/finding.js";
import type { Review } from "./review.js";
import { isOfHelm } from "./suggest/is-generated.js";

export class RepeatedObjects {
  readonly #generated = new Map<string, boolean>();
  readonly #sources = new Map<string, ReadonlySet<string>>();
  #contents: Contents | null = null;
  #files: ReadonlyMap<string, ChangedFile> | null = null;

  constructor(private readonly material: Pick<Review, "changeSet" | "judgements" | "headManifests">) {}

  /** Whether what a file holds is made of what others hold, so that a comment stands at one of these first. */
  isMade(path: string): boolean {
    return this.isGenerated(path) || this.sourcesOf(path).size > 0;
  }

  isGenerated(path: string): boolean {
    const known = this.#generated.get(path);
    if (known !== undefined) return known;
    const file = { path, text: this.textOf(path) };
    const found = isGenerated(file) || isOfHelm(file);
    this.#generated.set(path, found);
    return found;
  }

  /** Whether a comment on the one finding says all that one on the other would; the two have one key. */
  repeats(finding: Finding, told: Finding): boolean {
    if (finding.path === told.path) return false;
    if (this.isGenerated(finding.path)) return wordsOf(finding) === wordsOf(told);
    const [one, other] = [finding, told].map(({ workload }) => this.workloadOf(workload));
    // The base may tell them apart, where only one of the files was as it is now.
    return (
      one !== undefined &&
      other !== undefined &&
      finding.severity === told.severity &&
      this.sourcesOf(finding.path).has(told.path) &&
      keyOf(one.object) === keyOf(other.object) &&
      canonicalJson(one.spec) === canonicalJson(other.spec)
    );
  }

  /**
   * The same for what one rule says of one container of one object. A tool that makes one file from another may set the
   * namespace, and keeps the kind.
   */
  keyOf({ id, rule, workload, container }: Finding): string {
    const of = this.workloadOf(workload);
    return of === undefined ? id : JSON.stringify([rule, of.kind, of.name, container]);
  }

  private workloadOf(id: string | null): Workload | undefined {
    return id === null ? undefined : this.material.judgements.get(id)?.workload;
  }

  private textOf(path: string): string {
    this.#files ??= new Map(this.material.changeSet.files.map((file) => [file.path, file]));
    const after = this.#files.get(path)?.after;
    return after?.kind === "text" ? after.text : "";
  }

  /**
   * Returns the files whose every object a file holds, under the same names, where these are files of different objects: it
   * is made of several. The files of an app for its environments have objects in common, and none is made of others.
   */
  private sourcesOf(path: string): ReadonlySet<string> {
    const known = this.#sources.get(path);
    if (known !== undefined) return known;
    this.#contents ??= new Contents(this.material.headManifests);
    const own = this.#contents.of(path);
    const held = this.#contents
      .sharing(own)
      .filter(([, objects]) => objects.size < own.size && [...objects].every((key) => own.has(key)))
      .toSorted(([, left], [, right]) => left.size - right.size);
    const smallest = [...(held[0]?.[1] ?? [])];
    const isOfSeveral = held.some(([, objects]) => !smallest.some((key) => objects.has(key)));
    const sources = new Set(isOfSeveral ? held.map(([other]) => other) : []);
    this.#sources.set(path, sources);
    return sources;
  }
}

function wordsOf({ severity, state, compared, message }: Finding): string {
  return JSON.stringify([severity, state, compared, message]);
}

type Content = readonly [path: string, objects: ReadonlySet<string>];

/** The names of the objects in each file that could be read to its end. */
class Contents {
  readonly #files: readonly Content[];
  readonly #byPath: ReadonlyMap<string, ReadonlySet<string>>;
  /** places in `#files`, by object: of thousands of files few have one in common */
  readonly #holders = new Map<string, number[]>();

  constructor(manifests: readonly Manifest[]) {
    const isWhole = ({ objects, unread, templates, cut }: Manifest) =>
      objects.length > 0 && unread.length === 0 && templates.length === 0 && cut === null;
    this.#byPath = new Map(
      manifests.filter(isWhole).map(({ path, objects }) => [path, new Set(objects.map(keyOf))] as const),
    );
    this.#files = [...this.#byPath];
    for (const [place, [, objects]] of this.#files.entries())
      for (const key of objects) {
        const holders = this.#holders.get(key);
        if (holders === undefined) this.#holders.set(key, [place]);
        else holders.push(place);
      }
  }

  of(path: string): ReadonlySet<string> {
    return this.#byPath.get(path) ?? new Set();
  }

  /** Returns the files that have any of these objects, in the order in which they were given. */
  sharing(objects: ReadonlySet<string>): Content[] {
    const places = new Set([...objects].flatMap((key) => this.#holders.get(key) ?? []));
    return [...places].toSorted((left, right) => left - right).map((place) => this.#files[place] as Content);
  }
}

function keyOf(object: ManifestObject): string {
  const [namespace, name] = ["namespace", "name"].map((key) => asString(get(object.value, "metadata", key)));
  return JSON.stringify([object.apiVersion, object.kind, namespace, name]);
}
