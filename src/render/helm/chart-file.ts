/** A chart's own description, as far as it decides what is rendered. */
import { asArray, asString, get } from "../../manifest/json-value.js";
import { parseYaml } from "../../manifest/parse-yaml.js";

export interface ChartFile {
  name: string | null;
  /** a library has defines for others and renders nothing */
  isLibrary: boolean;
  dependencies: readonly ChartDependency[];
}

export interface ChartDependency {
  name: string;
  alias: string | null;
  /** the folder that a `file://` repository names, relative to the chart's; null for any other repository */
  folder: string | null;
  /** a condition or a tag decides whether it is taken */
  isSwitched: boolean;
}

/** Returns what a Chart.yaml says, and the requirements.yaml of a chart of the first version beside it. */
export function readChartFile(text: string, requirements: string | null = null): ChartFile {
  const chart = parsed(text);
  const listed = [
    ...asArray(get(chart, "dependencies")),
    ...asArray(get(parsed(requirements), "dependencies")),
  ];
  return {
    name: asString(get(chart, "name")),
    isLibrary: get(chart, "type") === "library",
    dependencies: listed.flatMap((entry): ChartDependency[] => {
      const name = asString(get(entry, "name"));
      const repository = asString(get(entry, "repository")) ?? "";
      const folder = repository.startsWith("file://") ? repository.slice("file://".length) : null;
      if (name === null) return [];
      const isSwitched = asString(get(entry, "condition")) !== null || asArray(get(entry, "tags")).length > 0;
      return [{ name, alias: asString(get(entry, "alias")), folder, isSwitched }];
    }),
  };
}

function parsed(text: string | null): unknown {
  if (text === null) return null;
  const read = parseYaml(text);
  return read.ok ? read.value : null;
}
