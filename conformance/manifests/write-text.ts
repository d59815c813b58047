/** Writes a drawn object as YAML or JSON, in one of the shapes that people and tools give it. */
import { type DrawnMapping, type DrawnValue, isMapping, Verbatim, writtenKey } from "./drawn-value.js";
import type { Random } from "./random.js";

export type Shape = "block" | "indented lists" | "flow" | "quoted" | "json" | "compact json" | "kyaml";

export function drawShape(random: Random): Shape {
  return random.pick<Shape>([
    "block",
    "block",
    "block",
    "block",
    "indented lists",
    "indented lists",
    "flow",
    "quoted",
    "json",
    "compact json",
    "kyaml",
  ]);
}

/** A Verbatim stands in JSON as it is too, so such a text may be no JSON but flow YAML. */
export function writeText(object: DrawnMapping, shape: Shape): string {
  switch (shape) {
    case "json":
      return `${json(object, 0)}\n`;
    case "compact json":
      return `${flow(object, '"')}\n`;
    case "kyaml":
      return `---\n${kyaml(object, 0)}\n`;
    default:
      return block(object, 0, shape);
  }
}

function block(object: DrawnMapping, indent: number, shape: Shape): string {
  const pad = " ".repeat(indent);
  return Object.entries(object)
    .map(([key, value]) => `${pad}${blockKey(key, shape)}:${blockValue(value, indent, shape)}`)
    .join("");
}

function blockKey(key: string, shape: Shape): string {
  const written = writtenKey(key);
  return shape === "quoted" || !isPlain(written) ? JSON.stringify(written) : written;
}

function blockValue(value: DrawnValue, indent: number, shape: Shape): string {
  if (value instanceof Verbatim) return value.text === "" ? "\n" : ` ${value.text}\n`;
  const isDeep = indent >= 8 && shape === "flow";
  if (isMapping(value)) {
    if (Object.keys(value).length === 0) return " {}\n";
    return isDeep ? ` ${flow(value, "")}\n` : `\n${block(value, indent + 2, shape)}`;
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return " []\n";
    return isDeep ? ` ${flow(value, "")}\n` : `\n${blockList(value, indent, shape)}`;
  }
  return ` ${scalar(value, shape)}\n`;
}

function blockList(list: readonly DrawnValue[], indent: number, shape: Shape): string {
  const inner = shape === "indented lists" ? indent + 2 : indent;
  const pad = " ".repeat(inner);
  return list
    .map((item) => {
      if (isMapping(item) && Object.keys(item).length > 0) {
        return `${pad}- ${block(item, inner + 2, shape).slice(inner + 2)}`;
      }
      if (Array.isArray(item)) return `${pad}- ${flow(item, "")}\n`;
      return `${pad}-${blockValue(item, inner, shape)}`;
    })
    .join("");
}

function scalar(value: null | boolean | number | string, shape: Shape): string {
  if (typeof value !== "string") return value === null ? "null" : String(value);
  if (shape === "quoted") return JSON.stringify(value);
  return isPlain(value) ? value : JSON.stringify(value);
}

const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

function isPlain(text: string): boolean {
  return /^[A-Za-z/][A-Za-z0-9_./-]*$/.test(text) && !RESERVED.test(text);
}

function flow(value: DrawnValue, keyQuote: string): string {
  if (value instanceof Verbatim) return value.text === "" ? "null" : value.text;
  if (Array.isArray(value)) return `[${value.map((each) => flow(each, keyQuote)).join(", ")}]`;
  if (!isMapping(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, each]) => {
    const written = writtenKey(key);
    const name = keyQuote === "" && isPlain(written) ? written : JSON.stringify(written);
    return `${name}: ${flow(each, keyQuote)}`;
  });
  return `{${entries.join(", ")}}`;
}

function json(value: DrawnValue, indent: number): string {
  const pad = " ".repeat(indent + 2);
  const end = " ".repeat(indent);
  if (Array.isArray(value) && value.length > 0) {
    return `[\n${value.map((each) => `${pad}${json(each, indent + 2)}`).join(",\n")}\n${end}]`;
  }
  if (isMapping(value) && Object.keys(value).length > 0) {
    const entries = Object.entries(value).map(([key, each]) => {
      return `${pad}${JSON.stringify(writtenKey(key))}: ${json(each, indent + 2)}`;
    });
    return `{\n${entries.join(",\n")}\n${end}}`;
  }
  return flow(value, '"');
}

function kyaml(value: DrawnValue, indent: number): string {
  const pad = " ".repeat(indent + 2);
  const end = " ".repeat(indent);
  if (Array.isArray(value) && value.length > 0) {
    return `[\n${value.map((each) => `${pad}${kyaml(each, indent + 2)},\n`).join("")}${end}]`;
  }
  if (isMapping(value) && Object.keys(value).length > 0) {
    const entries = Object.entries(value).map(([key, each]) => {
      const written = writtenKey(key);
      return `${pad}${isPlain(written) ? written : JSON.stringify(written)}: ${kyaml(each, indent + 2)},\n`;
    });
    return `{\n${entries.join("")}${end}}`;
  }
  return flow(value, "");
}
