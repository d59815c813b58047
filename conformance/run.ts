/**
 * Holds Surefoot against the API server's own code, on drawn manifests and on real ones:
 *
 *   npx tsx conformance/run.ts [--count N] [--seed N] [--real FOLDER] [--programs FOLDER] [--list FILE [--shrink]] [--only VERSION|argo] [--table]
 *
 * README.md says what it needs and what came out. It ends with status 1 on any difference that is not known by name.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { packTable, writeTable } from "./answers-table.js";
import { compareAnswers } from "./compare-answers.js";
import { DifferenceList } from "./difference-list.js";
import { drawManifest, drawRollout } from "./manifests/draw-manifest.js";
import { everyPlace, type PlacedManifest } from "./manifests/every-place.js";
import { writeText } from "./manifests/write-text.js";
import { type FileAnswer, Oracle } from "./oracle.js";
import { type ServerAnswer, serverAnswer } from "./server-answer.js";
import { shrinkManifest } from "./shrink-manifest.js";
import { surefootAnswer } from "./surefoot-answer.js";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** The cluster's version in the policy, and the release whose code answers for it. */
const VERSIONS = [
  { policy: "1.37", release: "1.37.2", modules: "go.mod" },
  { policy: "1.34", release: "1.34.4", modules: "go-1.34.mod" },
] as const;

type Version = (typeof VERSIONS)[number];

/** The program that is asked, and the cluster's version in the policy. */
interface Asked {
  policy: Version["policy"];
  by?: "Argo Rollouts";
}

/** Argo Rollouts goes by the Kubernetes that it is built with. */
const ROLLOUTS: Asked = { policy: "1.34", by: "Argo Rollouts" };

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    real: { type: "string" },
    programs: { type: "string", default: join(HERE, ".build") },
    list: { type: "string" },
    shrink: { type: "boolean", default: false },
    table: { type: "boolean", default: false },
    only: { type: "string" },
  },
});

/** Another seed than that of the runs: what is committed is drawn for itself. */
const TABLE = { seed: 2, count: 3000, path: join(HERE, "answers.json") };

const asked = VERSIONS.filter(({ policy }) => values.only === undefined || values.only === policy);
const tally = new Map<string, number>();
const list = new DifferenceList();
if (values.table) await writeAnswers();
else {
  for (const version of asked) await runVersion(version);
  if (values.only === undefined || values.only === "argo") await runRollouts();
  await report();
  process.exitCode = list.unknown.size === 0 ? 0 : 1;
}

async function writeAnswers(): Promise<void> {
  const answers: ServerAnswer[][] = Array.from({ length: TABLE.count }, () => []);
  for (const version of VERSIONS) {
    const oracle = new Oracle(programOf(version));
    await inTurns(TABLE.count, async (index) => {
      const { text } = drawManifest(TABLE.seed, index);
      answers[index]?.push(serverAnswer(await oracle.ask<FileAnswer>({ id: index, text })));
    });
    await oracle.close();
  }
  const releases = VERSIONS.map(({ release }) => release);
  writeFileSync(TABLE.path, writeTable(packTable(TABLE.seed, releases, answers)));
}

function programOf({ release, modules }: Version): string {
  const program = join(values.programs, `oracle-${release}`);
  if (existsSync(program)) return program;
  compile(join(HERE, "api-server"), modules, program, `the API server of Kubernetes ${release}`);
  return program;
}

function compile(folder: string, modules: string, program: string, name: string): void {
  mkdirSync(values.programs, { recursive: true });
  console.log(`compiling ${name}, which takes some minutes …`);
  const build = ["build", "-p", "2", `-modfile=${modules}`, "-o", program, "."];
  execFileSync("go", build, { cwd: folder, stdio: "inherit" });
}

async function runVersion(version: Version): Promise<void> {
  const oracle = new Oracle(programOf(version));
  const count = Number(values.count);
  const seed = Number(values.seed);
  await inTurns(count, async (index) => {
    const drawn = drawManifest(seed, index);
    const name = `drawn ${seed}/${index} (${drawn.changes.join(", ")})`;
    await compareText(oracle, version, { name, text: drawn.text, drawn });
  });
  const placed = count === 0 ? [] : everyPlace();
  await inTurns(placed.length, async (index) => {
    const { name, text } = placed[index] as PlacedManifest;
    await compareText(oracle, version, { name, text, drawn: null }, "every place");
  });
  if (values.real !== undefined) {
    const files = manifestFiles(values.real);
    await inTurns(files.length, async (index) => {
      const path = files[index] ?? "";
      await compareReal(oracle, version, path, readFileSync(path, "utf8"));
    });
  }
  await oracle.close();
}

/** Rollouts, against the schema of their custom resource and the controller's own validation. */
async function runRollouts(): Promise<void> {
  const folder = join(HERE, "argo-rollouts");
  const program = join(values.programs, "oracle-argo");
  if (!existsSync(program)) compile(folder, "go.mod", program, "Argo Rollouts");
  const whereIs = ["list", "-m", "-f", "{{.Dir}}", "github.com/argoproj/argo-rollouts"];
  const module = execFileSync("go", whereIs, { cwd: folder, encoding: "utf8" }).trim();
  const oracle = new Oracle(program, [join(module, "manifests/crds/rollout-crd.yaml")]);
  await inTurns(Math.ceil(Number(values.count) / 10), async (index) => {
    const drawn = drawRollout(Number(values.seed), index);
    const name = `drawn rollout ${values.seed}/${index} (${drawn.changes.join(", ")})`;
    await compareText(oracle, ROLLOUTS, { name, text: drawn.text, drawn });
  });
  const real = values.real === undefined ? [] : manifestFiles(values.real).flatMap(rolloutsIn);
  await inTurns(real.length, async (index) => compareText(oracle, ROLLOUTS, real[index] as Source));
  await oracle.close();
}

/** A few questions at a time, so that the program has work while this process compares. */
async function inTurns(count: number, each: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await each(next++);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

type Source = Parameters<DifferenceList["add"]>[2];

async function compareText(
  oracle: Oracle,
  { policy, by }: Asked,
  source: Source,
  origin = source.drawn === null ? "real" : "drawn",
): Promise<void> {
  const answer = await oracle.ask<FileAnswer>({ id: 0, text: source.text });
  count(`${by ?? policy} ${origin}`, answer);
  for (const difference of compareAnswers(serverAnswer(answer), surefootAnswer(source.text, policy, by))) {
    list.add(by ?? policy, difference, source);
  }
}

/** The objects of a file with several are compared one by one, as the text that kubectl sends. */
async function compareReal(oracle: Oracle, asked: Asked, path: string, text: string): Promise<void> {
  const read = await oracle.ask<FileAnswer & { bodies?: string[] }>({ id: 0, text, read: true });
  const { bodies = [] } = read;
  if (bodies.length < 2) return compareText(oracle, asked, { name: path, text, drawn: null });
  for (const [index, body] of bodies.entries()) {
    await compareText(oracle, asked, { name: `${path} object ${index}`, text: body, drawn: null });
  }
}

/** Documents of a file with a Rollout in them. */
function rolloutsIn(path: string): Source[] {
  return readFileSync(path, "utf8")
    .split(/^---.*$/m)
    .map((text, index) => ({ name: `${path} document ${index}`, text, drawn: null }))
    .filter(({ text }) => /^kind: *Rollout\s*$/m.test(text));
}

function manifestFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(?:ya?ml|json)$/.test(path))
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile() && statSync(path).size < 1024 * 1024)
    .toSorted();
}

function count(origin: string, { documents, streamError }: FileAnswer): void {
  const add = (word: string) => {
    const key = `${origin}: ${word}`;
    tally.set(key, (tally.get(key) ?? 0) + 1);
  };
  if (streamError !== undefined) add("a file that kubectl cannot read");
  for (const { outcome, stage } of documents) {
    if (outcome !== "unsupported") add(outcome === "accepted" ? outcome : `${outcome} at ${stage}`);
  }
}

async function report(): Promise<void> {
  for (const [words, times] of [...tally].toSorted()) console.log(`${words}: ${times}`);
  for (const [name, times] of list.known) console.log(`known difference “${name}”: ${times}`);
  const causes = list.causes();
  console.log(
    `unknown differences: ${causes.reduce((sum, each) => sum + each.count, 0)} of ${causes.length} causes`,
  );
  if (values.list !== undefined) writeFileSync(values.list, await listed());
  else
    for (const { first, count: times, source } of causes.slice(0, 40))
      console.log(`${times} × ${first.kind}: ${first.words}\n   ${source}`);
}

async function listed(): Promise<string> {
  const oracles = new Map<string, Oracle>();
  for (const version of VERSIONS) {
    if (list.causes().some(({ versions }) => versions.has(version.policy))) {
      oracles.set(version.policy, new Oracle(programOf(version)));
    }
  }
  const sections: string[] = [];
  for (const cause of list.causes().slice(0, 250)) {
    const asked = VERSIONS.find(({ policy }) => cause.versions.has(policy));
    const text =
      asked === undefined ? cause.text : await smallest(cause, asked, oracles.get(asked.policy) as Oracle);
    const versions = [...cause.versions].map(([version, times]) => `${version}: ${times}`).join(", ");
    const fields = [...cause.fields]
      .toSorted((a, b) => b[1] - a[1])
      .map(([field, times]) => `${field} ${times}`);
    sections.push(
      `## ${cause.count} × ${cause.first.kind} (${versions}): ${cause.first.words}${cause.first.partial ? " (taken for a patch)" : ""}\n\n` +
        `fields: ${fields.slice(0, 40).join(", ")}\n\n${cause.first.object}: ${cause.first.detail}\n\nfrom ${cause.source}\n\n\`\`\`yaml\n${text.slice(0, 3000)}\`\`\`\n`,
    );
  }
  for (const oracle of oracles.values()) await oracle.close();
  return `${sections.join("\n")}\n`;
}

async function smallest(
  { drawn, text, first }: ReturnType<DifferenceList["causes"]>[number],
  { policy }: Version,
  oracle: Oracle,
): Promise<string> {
  if (
    !values.shrink ||
    drawn === null ||
    drawn.kind === "Rollout" ||
    writeText(drawn.object, drawn.shape) !== text
  )
    return text;
  const shrunk = await shrinkManifest(drawn.object, async (trial) => {
    const written = writeText(trial, "block");
    const answer = await oracle.ask<FileAnswer>({ id: 0, text: written });
    return compareAnswers(serverAnswer(answer), surefootAnswer(written, policy)).some(
      ({ kind, words }) => kind === first.kind && words === first.words,
    );
  });
  return writeText(shrunk, "block");
}
