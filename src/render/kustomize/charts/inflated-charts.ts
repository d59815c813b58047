/** What the charts of a kustomization printed, in which objects of its build are looked for. */
import { asString, get } from "../../../manifest/json-value.js";
import type { ManifestObject } from "../../../manifest/manifest.js";
import { readObjects } from "../../../manifest/read-manifest.js";
import type { KustomizeAnswer, KustomizeRequest } from "../../../renderer/kustomize.js";
import { type RenderedSide, type RenderedText, spotOf } from "../../rendering.js";
import { originValue, type SourceValue } from "../source-values.js";

type BuiltObject = KustomizeAnswer["objects"][number];

/** One entry of `helmCharts`, rendered. */
export interface InflatedChart {
  kustomization: string;
  index: number;
  /** the chart's folder */
  folder: string;
  /** what kustomize takes in */
  text: string;
  side: RenderedSide & { kind: "rendered" };
  /** paths of the chart's files */
  files: readonly string[];
}

/** An object as its chart printed it. */
export interface PrintedObject {
  /** the template's path */
  path: string;
  vendored: boolean;
  name: string;
  source: SourceValue;
}

export class InflatedCharts {
  readonly #read = new Map<string, readonly { text: RenderedText; object: ManifestObject }[]>();

  /** `left` are entries that a build does without. */
  constructor(
    readonly charts: readonly InflatedChart[] = [],
    readonly left: readonly Pick<InflatedChart, "kustomization" | "index">[] = [],
  ) {}

  /** What a build is given for them. */
  get given(): NonNullable<KustomizeRequest["charts"]> {
    return [
      ...this.charts.map(({ kustomization, index, text }) => ({ kustomization, index, text })),
      ...this.left.map(({ kustomization, index }) => ({ kustomization, index, text: "" })),
    ];
  }

  /** Returns what a chart printed that was built to an object; null where several may be it, or none. */
  printed({ chart }: BuiltObject, value: unknown): PrintedObject | null {
    const own = this.charts.find(
      ({ kustomization, index }) => kustomization === chart?.kustomization && index === chart.index,
    );
    const kind = asString(get(value, "kind"));
    const built = asString(get(value, "metadata", "name"));
    if (own === undefined || kind === null || built === null) return null;
    const named = this.#objects(own, kind).flatMap(({ text, object }) => {
      const name = asString(get(object.value, "metadata", "name"));
      return name !== null && built.includes(name) ? [{ text, object, name }] : [];
    });
    const longest = named.reduce((most, { name }) => Math.max(most, name.length), 0);
    const [found, ...others] = named.filter(({ name }) => name.length === longest);
    const source = found === undefined || others.length > 0 ? null : placed(found.object, found.text, own);
    if (found === undefined || source === null) return null;
    const { text, name } = found;
    return { path: text.path, vendored: text.vendored === true, name, source };
  }

  #objects(chart: InflatedChart, kind: string): readonly { text: RenderedText; object: ManifestObject }[] {
    const key = `${kind} ${chart.index} ${chart.kustomization}`;
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const read = chart.side.texts.flatMap((text) =>
      readObjects(text.path, text.text, new Set([kind])).map((object) => ({ text, object })),
    );
    this.#read.set(key, read);
    return read;
  }
}

/** Places of what a template printed are those of the template. */
function placed(object: ManifestObject, text: RenderedText, { side }: InflatedChart): SourceValue | null {
  const value = originValue(object);
  if (value === null) return null;
  return {
    ...value,
    placeAt(offset) {
      const spot = spotOf(side, text, value.lineAt(offset))?.spot;
      return spot === undefined || spot.path === null ? null : { path: spot.path, line: spot.line };
    },
  };
}
