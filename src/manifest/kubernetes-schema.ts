import {
  boolYaml11Tag,
  defineScalarTag,
  floatCoreTag,
  floatYaml11Tag,
  intYaml11Tag,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  nullYaml11Tag,
  Schema,
  seqTag,
  strTag,
} from "js-yaml";

/** Go's reader knows no base-60 numbers: to it `1:30` is a string. */
const intTag = defineScalarTag<number>(intYaml11Tag.tagName, {
  ...intYaml11Tag,
  resolve: (source, isExplicit, tagName) =>
    source.includes(":") ? NOT_RESOLVED : intYaml11Tag.resolve(source, isExplicit, tagName),
});

/** Its floats need no point before an exponent, and a number with a leading 0 that is not octal is one too. */
const floatTag = defineScalarTag<number>(floatYaml11Tag.tagName, {
  ...floatCoreTag,
  resolve: (source, isExplicit, tagName) => {
    if (source.includes(":")) return NOT_RESOLVED;
    const value = floatYaml11Tag.resolve(source, isExplicit, tagName);
    return value === NOT_RESOLVED ? floatCoreTag.resolve(source, isExplicit, tagName) : value;
  },
});

/**
 * How Kubernetes reads scalars (sigs.k8s.io/yaml): YAML 1.1, in which `yes` is a boolean, `0777` is octal and `<<`
 * merges, but without base-60 numbers and without dates.
 */
export const kubernetesSchema = new Schema([
  strTag,
  seqTag,
  mapTag,
  nullYaml11Tag,
  boolYaml11Tag,
  intTag,
  floatTag,
  mergeTag,
]);
