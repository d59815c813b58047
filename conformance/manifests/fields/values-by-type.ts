// biome-ignore-all format: a row for each field, or a list for each type
/** Values to put at fields of one type: wrong ones, those at and beyond each limit, written in unusual ways, and right ones. */
import { type DrawnValue, verbatim } from "../drawn-value.js";

/**
 * A field, and what to put there. The path names keys; `[]` is any entry of a list, and `Kind:` before it says which
 * objects have the field.
 */
export interface FieldValues {
  path: string;
  values: readonly DrawnValue[];
  /** how often it is drawn, against 1 of the others */
  weight?: number;
}

export const POD = "spec.template.spec";
export const CONTAINER = `${POD}.containers[]`;

export const INTEGERS: readonly DrawnValue[] = [
  0, 1, 3, -1, -5, 3.5, "3", "", "three", true, null, [], {}, 2147483647, 2147483648, verbatim("9007199254740993"),
  verbatim("3.0"), verbatim("1e1"), verbatim("0o10"), verbatim("010"), verbatim("1_0"), verbatim("0x10"),
  verbatim("+3"), verbatim("08"), verbatim("0b11"), verbatim("1:30"), verbatim("yes"), verbatim("~"), verbatim(".5"),
];
export const FLAGS: readonly DrawnValue[] = [
  true, false, "true", "false", null, 0, 1, verbatim("yes"), verbatim("on"), verbatim("No"), verbatim("y"), "yes", [],
];
export const AMOUNTS: readonly DrawnValue[] = [
  0, 1, 2, 25, -1, "0", "1", "10", "0%", "1%", "25%", "34%", "100%", "101%", "1000%", "007%", "25.5%", " 25%", "25 %",
  "", "-5%", "+5%", "25%%", "abc", "%", 1.5, true, null, [], {}, 2147483648, verbatim("25%"), verbatim("1e1"),
  verbatim("3.0"), verbatim("0x1"), verbatim("0o1"), verbatim("!!str 1"),
];
export const LABEL_VALUES: readonly DrawnValue[] = [
  "shop", "", "v1.10", "1.10", "-x", "x-", "a b", "a/b", "ümlaut", "a".repeat(63), "a".repeat(64), null, 1, 1.5, true,
  [], {}, verbatim("1.10"), verbatim("on"), verbatim("yes"), verbatim("0123"), verbatim("1:30"), verbatim("1e3"),
  verbatim("null"), verbatim("2024-01-01"), verbatim("!Ref x"), verbatim("!!str 1.10"), verbatim(".inf"), "a_b.c",
];
export const NAMES: readonly DrawnValue[] = [
  "web", "Web", "web_1", "web.1", "-web", "web-", "", "a".repeat(63), "a".repeat(64), "a".repeat(254), null, 5, true, "1",
  "a..b", verbatim("1.5"), verbatim("on"), [],
];
export const PORT_NUMBERS: readonly DrawnValue[] = [
  80, 8080, 0, -1, 65535, 65536, 100000, "80", "http", "", null, 8080.5, true, [], verbatim("8080.0"), verbatim("0x50"),
  verbatim("0o120"), verbatim("8_080"), verbatim("+80"), verbatim("080"),
];
export const PORT_NAMES: readonly DrawnValue[] = [
  "http", "web-1", "HTTP", "a_b", "http-metrics-port", "a-very-long-port", "123", "1a", "-a", "a-", "a--b", "", null, 80,
  true, "x", "ø",
];
export const PROTOCOLS: readonly DrawnValue[] = ["TCP", "UDP", "SCTP", "tcp", "HTTP", "", null, 6, true, "TCP "];
export const TARGET_PORTS: readonly DrawnValue[] = [
  ...PORT_NUMBERS, ...PORT_NAMES, "metrics", "8080", "a".repeat(15), "a".repeat(16), "1-2",
];
export const LISTS: readonly DrawnValue[] = [null, [], {}, "", "x", 1, [null], ["x"], [1], [[]], [{}], { a: 1 }];
export const MAPPINGS: readonly DrawnValue[] = [null, {}, [], "", "x", 1, true, { x: "y" }, { "": "y" }, { "a b": "c" }, { x: null }];
export const QUANTITIES: readonly DrawnValue[] = [
  "100m", "1", 1, 0.5, "1.5Gi", "1 Gi", "1GB", "-1", "", "abc", null, true, "1e3", "1E", "0", verbatim("1e3"),
  verbatim("0x10"), "0.0001", "100Mi", "1.5m", "1KiB", "1k",
];
export const TEXTS: readonly DrawnValue[] = ["x", "", null, 1, true, 1.5, [], {}, verbatim("yes"), verbatim("0x1F"), "a: b"];
export const COMMANDS: readonly DrawnValue[] = [
  ["sh"], [], null, "sh -c true", [1], [true], [null], [""], [verbatim("yes")], {}, [["sh"]], ["-c", verbatim("8080")],
];
export const HEADERS: readonly DrawnValue[] = [
  [{ name: "Host", value: "a" }], [{ name: "X Y", value: "a" }], [{ name: "", value: "a" }], [{ value: "a" }],
  [{ name: "X" }], [{ name: "X", value: 1 }], [{ name: "X", value: verbatim("yes") }], { Host: "a" }, [], null,
  [{ name: "X:", value: "a" }], [{ name: "X_Y", value: "" }],
];
export const HANDLERS: readonly DrawnValue[] = [
  {}, null, [], "x", { command: ["true"] }, { command: [] }, { port: 80 }, { port: "http" }, { port: 0 }, { path: "/" },
  { port: 80, path: "/", scheme: "HTTP" }, { port: 80, service: "x" }, { command: "true" }, { seconds: 5 },
];
export const STRATEGIES: readonly DrawnValue[] = [
  null, {}, [], "Recreate", { type: "Recreate" }, { type: "recreate" }, { type: "OnDelete" }, { type: "" }, { type: null },
  { type: "RollingUpdate" }, { type: "Rolling" }, { type: "RollingUpdate", rollingUpdate: null },
  { type: "RollingUpdate", rollingUpdate: {} }, { type: "Recreate", rollingUpdate: {} },
  { type: "Recreate", rollingUpdate: { maxSurge: null } }, { type: "Recreate", rollingUpdate: null },
  { type: "OnDelete", rollingUpdate: {} }, { type: "OnDelete", rollingUpdate: { maxUnavailable: "x" } },
  { type: "OnDelete", rollingUpdate: { maxSurge: [] } }, { type: "OnDelete", rollingUpdate: { partition: 1 } },
  { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } }, { rollingUpdate: { maxSurge: "0%", maxUnavailable: 0 } },
  { rollingUpdate: { maxSurge: 0 } }, { rollingUpdate: { maxUnavailable: 0 } }, { maxSurge: 1 }, { type: 1 },
  { rollingUpdate: { maxSurge: "0%", maxUnavailable: "1%" } }, { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
  { rollingUpdate: [] }, { rollingUpdate: "25%" }, { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "50%" } },
];
