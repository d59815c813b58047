/**
 * Holds Surefoot's reader of YAML against kubectl's own, on drawn texts and on real files:
 *
 *   npx tsx conformance/reader/run.ts [--count N] [--seed N] [--real FOLDER] [--program FILE] [--table]
 *
 * conformance/README.md says what it needs. It ends with status 1 on any difference that is not known by name.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { Random } from "../manifests/random.js";
import { drawText, TEXT_KINDS, type TextKind } from "./draw-text.js";
import { KNOWN_DIFFERENCES } from "./known-differences.js";
import { type Documents, surefootDocuments } from "./surefoot-documents.js";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const { values } = parseArgs({
  options: {
    count: { type: "string", default: "40000" },
    seed: { type: "string", default: "1" },
    real: { type: "string" },
    program: { type: "string", default: join(HERE, "../.build/reader") },
    table: { type: "boolean", default: false },
  },
});

/** Another seed than that of the runs: what is committed is drawn for itself. */
const TABLE = { seed: 2, count: 3_000, path: join(HERE, "answers.json"), longest: 160 };

const real = values.real === undefined ? [] : textsBelow(values.real);
build(values.program);
if (values.table) writeTable();
else compare();

function build(program: string): void {
  if (existsSync(program)) return;
  mkdirSync(join(HERE, "../.build"), { recursive: true });
  execFileSync("go", ["build", "-o", program, "."], { cwd: HERE, stdio: "inherit" });
}

function textsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:ya?ml|json)$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

/** kubectl's documents of each text. A text of no characters has no line of its own. */
function kubectlDocuments(texts: readonly string[]): Documents[] {
  const input = texts.map((text) => `${Buffer.from(text).toString("base64")}\n`).join("");
  const { stdout } = spawnSync(values.program, [], { input, maxBuffer: 2 ** 30 });
  return stdout
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => {
      const { documents, refused } = JSON.parse(line) as { documents: unknown[]; refused?: string };
      return { documents, refused: refused !== undefined };
    });
}

function compare(): void {
  const count = Number(values.count);
  const drawn = Array.from({ length: count }, (_, index) => drawOne(Number(values.seed), index, TEXT_KINDS));
  const texts = [...drawn, ...real].filter((text) => text !== "");
  const answers = kubectlDocuments(texts);
  const known = new Map<string, number>();
  const unknown: string[] = [];
  for (const [index, text] of texts.entries()) {
    const answer = answers[index];
    if (isDeepStrictEqual(plain(answer), plain(surefootDocuments(text)))) continue;
    const name = KNOWN_DIFFERENCES.find(({ applies }) => applies(text))?.name;
    if (name === undefined)
      unknown.push(
        `${JSON.stringify(text)}\n  kubectl  ${JSON.stringify(answer)}\n  Surefoot ${JSON.stringify(surefootDocuments(text))}`,
      );
    else known.set(name, (known.get(name) ?? 0) + 1);
  }
  const refused = answers.filter((answer) => answer.refused).length;
  process.stdout.write(`${texts.length} texts, ${refused} of them refused by kubectl\n`);
  for (const [name, number] of known) process.stdout.write(`known difference ${name}: ${number}\n`);
  for (const text of unknown.slice(0, 20)) process.stdout.write(`${text}\n`);
  process.stdout.write(`${unknown.length} unknown differences\n`);
  process.exitCode = unknown.length === 0 ? 0 : 1;
}

function drawOne(seed: number, index: number, kinds: readonly TextKind[]): string {
  const random = new Random(seed, index);
  return drawText(random, random.pick(kinds), real);
}

/** One row a text: half of them scalars, and for each what kubectl reads, or that it refuses the rest. */
function writeTable(): void {
  const texts = new Set<string>();
  for (let index = 0; texts.size < TABLE.count; index++) {
    const text = drawOne(TABLE.seed, index, index % 2 === 0 ? ["scalar"] : TEXT_KINDS);
    const isKnown = KNOWN_DIFFERENCES.some(({ applies }) => applies(text));
    if (text !== "" && text.length <= TABLE.longest && !isKnown) texts.add(text);
  }
  const list = [...texts];
  const rows = kubectlDocuments(list).map(({ documents, refused }, index) => [
    list[index],
    documents,
    ...(refused ? ["refused"] : []),
  ]);
  writeFileSync(TABLE.path, `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`);
}

/** Go keeps the sign of a zero, which no field of Kubernetes has. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
