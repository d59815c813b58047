import { Schema, type SchemaOptions, type Tags } from "yaml";

/** Tags of YAML 1.1 that the YAML reader of Kubernetes (sigs.k8s.io/yaml) does not resolve: to it they are strings. */
const UNKNOWN_TAGS = new Set(
  ["timestamp", "binary", "omap", "pairs", "set"].map((name) => `tag:yaml.org,2002:${name}`),
);

const options: SchemaOptions = {
  schema: "yaml-1.1",
  merge: true,
  customTags: (tags: Tags): Tags =>
    tags.filter((tag) => typeof tag === "string" || (!UNKNOWN_TAGS.has(tag.tag) && tag.format !== "TIME")),
};

/**
 * How Kubernetes reads scalars: YAML 1.1, in which `yes` is a boolean, `0777` is octal and `<<` merges, but without
 * base-60 numbers and dates.
 */
export const kubernetesSchema = new Schema(options);
