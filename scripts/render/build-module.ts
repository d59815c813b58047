import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** Another patch level of Go gives other bytes. */
export const GO_VERSION = "1.26.8";

/**
 * The release of kustomize that has the modules of render/go.mod. `buildMetadata: [managedByLabel]` writes it into a label, and
 * without a release it would be "(devel)", which no label may hold (api/provenance).
 */
const KUSTOMIZE_VERSION = "v5.8.2";

const VERSIONS = `-X sigs.k8s.io/kustomize/api/provenance.version=${KUSTOMIZE_VERSION}`;
const SOURCES = "render";
const TOOLCHAIN = { GOTOOLCHAIN: `go${GO_VERSION}`, GOFLAGS: "", GOWORK: "off" };
const WASI = { ...TOOLCHAIN, GOOS: "wasip1", GOARCH: "wasm" };
const MAX_LIST_BYTES = 16 * 1024 * 1024;
const run = promisify(execFile);

/** A Go module, or the standard library, that the built module is made of. */
export interface LinkedModule {
  /** such as helm.sh/helm/v4, or "go" for the standard library */
  name: string;
  version: string;
  folder: string;
  /** the folders of the packages that are linked */
  packages: string[];
}

/** Whether Go is installed, whichever version, and has or can fetch the one that is asked for. */
export async function hasGo(): Promise<boolean> {
  return await go(["version"]).then(
    () => true,
    () => false,
  );
}

/** Builds render/ as it stands. The same sources give the same bytes, in whatever folder and on whatever machine. */
export async function buildModule(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "surefoot-render-"));
  const output = join(folder, "render.wasm");
  try {
    await go([
      "build",
      "-mod=readonly",
      "-trimpath",
      "-buildvcs=false",
      `-ldflags=-s -w -buildid= ${VERSIONS}`,
      `-o=${output}`,
      ".",
    ]);
    return await readFile(output);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Builds the same command for this machine, to compare with. */
export async function buildCommand(output: string): Promise<void> {
  await go(["build", "-mod=readonly", `-ldflags=${VERSIONS}`, `-o=${output}`, "."], TOOLCHAIN);
}

/** The modules that are linked, in the order of their names. What stands in for a module is ours and not among them. */
export async function linkedModules(): Promise<LinkedModule[]> {
  const format = [
    "{{.Dir}}",
    "{{with .Module}}{{.Path}}{{end}}",
    "{{with .Module}}{{.Version}}{{end}}",
    "{{with .Module}}{{.Dir}}{{end}}",
    "{{with .Module}}{{with .Replace}}{{.Path}}{{end}}{{end}}",
  ].join("\t");
  const [list, root] = await Promise.all([go(["list", "-deps", "-f", format, "."]), go(["env", "GOROOT"])]);
  const modules = new Map<string, LinkedModule>();
  for (const line of list.trim().split("\n")) {
    const [directory, path, version, folder, replacement] = line.split("\t") as [
      string,
      string,
      string,
      string,
      string,
    ];
    if (replacement !== "" || (path !== "" && version === "")) continue;
    const name = path || "go";
    const known = modules.get(name) ?? {
      name,
      version: version || `v${GO_VERSION}`,
      folder: folder || root.trim(),
      packages: [],
    };
    known.packages.push(directory);
    modules.set(name, known);
  }
  return [...modules.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function go(args: string[], environment: Record<string, string> = WASI): Promise<string> {
  const env = { ...process.env, ...environment };
  return (await run("go", args, { cwd: SOURCES, env, maxBuffer: MAX_LIST_BYTES })).stdout;
}
