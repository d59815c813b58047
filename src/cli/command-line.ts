/**
 * The same review without GitHub, for a laptop or any CI. Reads a change, asks the engine, writes the plan; decides
 * nothing about what is found.
 */
import { Command, CommanderError, Option } from "commander";
import { ChangeSetError } from "../changeset/change-set-error.js";
import { POLICY_PATH } from "../policy/policy.js";
import { CommandError } from "./command-error.js";
import { FORMATS, type Format } from "./formats/format-plan.js";
import { withoutOrders } from "./plain-text.js";
import { checkPolicy, POLICY_FORMATS, type PolicyCheckOptions, printPolicySchema } from "./policy-command.js";
import { readVersion } from "./read-version.js";
import { type ReviewOptions, review, type ScanOptions, scan } from "./run-review.js";
import { addServerCommands, type ServerServices } from "./server-commands.js";
import { type Terminal, writeAll } from "./terminal.js";

const REVIEW_HELP = `
Exit status:
  0  the check would pass
  1  the check would fail
  2  it could not run; one line on stderr says why

Examples:
  surefoot review                                    this branch and the working tree, against the default branch
  surefoot review --base origin/release --head HEAD  two commits
  surefoot review --format sarif > surefoot.sarif    for code scanning
  helm template web . > after/web.yaml && surefoot review --before before --after after`;

const SCAN_HELP = `
Exit status:
  0  the check would pass
  1  the check would fail
  2  it could not run, or a file was not read in full; one line on stderr says why, or which

Examples:
  surefoot scan k8s/
  surefoot scan deploy/web.yaml --format json        the file's own workloads, with the Services beside it
  helm template web . | surefoot scan -`;

const POLICY_HELP = `
Exit status of check:
  0  the policy is valid; waivers that have ended, or end within 14 days, are warnings
  1  it is not
  2  it could not be read; one line on stderr says why

Examples:
  surefoot policy check                              .github/surefoot.yml of the current folder
  surefoot policy check policies/strict.yml --format json
  surefoot policy schema > surefoot.schema.json`;

/** Posts a review on GitHub from a workflow's run; the exit status. The command line itself knows no GitHub. */
export type Publish = (terminal: Terminal) => Promise<number>;

/**
 * Runs the command line and gives its exit status. Never throws, never prints a stack. Without `publish` it has no
 * `--publish`, and without services none of the commands of a server.
 */
export async function runCommandLine(
  args: readonly string[],
  terminal: Terminal,
  publish?: Publish,
  services?: ServerServices,
): Promise<number> {
  let status = 0;
  const program = buildProgram(terminal, publish, (code) => {
    status = code;
  });
  if (services !== undefined) addServerCommands(program, terminal, services);
  try {
    if (args.length === 0)
      throw new CommandError("name a command, review, scan or policy; surefoot --help tells more");
    await program.parseAsync([...args], { from: "user" });
    return status;
  } catch (error) {
    // Help and the version were asked for and are written already.
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    await writeAll(terminal.stderr, faultLine(error)).catch(() => {});
    return 2;
  }
}

/** Returns what to say of an error, in one line that ends with a line feed. */
export function faultLine(error: unknown): string {
  return `surefoot: ${oneLine(explain(error))}\n`;
}

function buildProgram(
  terminal: Terminal,
  publish: Publish | undefined,
  finish: (status: number) => void,
): Command {
  const program = new Command("surefoot")
    .description(
      "Tells, for every Kubernetes workload a change touches, how many pods can be out of service at once.",
    )
    .version(readVersion())
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      // The error itself says the same, on one line.
      writeErr: () => {},
    })
    .exitOverride()
    .addHelpText(
      "after",
      "\nsurefoot review --help, surefoot scan --help and surefoot policy --help tell more.",
    );

  const reviewCommand = shared(program.command("review"))
    .description("Reviews what a branch and the working tree change, as the check on a pull request would.")
    .option("--repo <dir>", "git repository, or a folder in it; bare ones too (default: the current folder)")
    .option("--base <rev>", "compare with where the head left this revision (default: the default branch)")
    .option("--head <rev>", "review exactly this commit (default: HEAD and the working tree)")
    .addOption(
      new Option(
        "--before <dir>",
        "compare two folders instead of commits, such as rendered charts",
      ).conflicts(["repo", "base", "head"]),
    )
    .addOption(
      new Option("--after <dir>", "the second of the two folders").conflicts(["repo", "base", "head"]),
    )
    .addHelpText("after", REVIEW_HELP)
    .action(async ({ publish: wanted, ...options }: ReviewOptions & { publish?: true }) =>
      finish(await (wanted && publish ? publish(terminal) : review(options, terminal))),
    );
  if (publish !== undefined) reviewCommand.addOption(publishOption());

  shared(program.command("scan"))
    .description("Reviews manifests as if every one of them were new.")
    .argument("<path...>", "files, folders to look through, or - alone for standard input")
    .option("--allow-unread", "let the rest decide the exit status where a file was not read in full")
    .addHelpText("after", SCAN_HELP)
    .action(async (paths: string[], options: ScanOptions) => finish(await scan(paths, options, terminal)));
  addPolicyCommands(program, terminal, finish);
  return program;
}

// Everything else that can be chosen comes from the event and from the repository there.
function publishOption(): Option {
  return new Option(
    "--publish",
    "in a GitHub Actions workflow: review its pull request or merge group, and post the review there",
  ).conflicts(["repo", "base", "head", "before", "after", "policy", "format"]);
}

function addPolicyCommands(program: Command, terminal: Terminal, finish: (status: number) => void): void {
  const policy = program
    .command("policy")
    .description("Checks a policy file, or prints the schema of one.")
    .addHelpText("after", POLICY_HELP)
    .allowExcessArguments()
    .action(() => {
      throw new CommandError("name what to do, check or schema; surefoot policy --help tells more");
    });
  policy
    .command("check")
    .description("Says of every fault where it is, what was found and what is allowed.")
    .argument("[file]", "the policy", POLICY_PATH)
    .addOption(new Option("--format <format>", "form of the output").choices(POLICY_FORMATS).default("text"))
    .action(async (file: string, options: PolicyCheckOptions) =>
      finish(await checkPolicy(file, options, terminal)),
    );
  policy
    .command("schema")
    .description("Prints the JSON Schema of policy files, for editors.")
    .action(async () => finish(await printPolicySchema(terminal)));
}

function shared(command: Command): Command {
  return command
    .option(
      "--policy <file>",
      "settings to review by (default: .github/surefoot.yml of the base, or of the folder)",
    )
    .addOption(
      new Option("--format <format>", "form of the output")
        .choices(Object.keys(FORMATS))
        .default("text" satisfies Format),
    );
}

function explain(error: unknown): string {
  if (error instanceof CommandError || error instanceof ChangeSetError) return error.message;
  if (error instanceof CommanderError) {
    return `${error.message.replace(/^error: |\.$/g, "")}; surefoot --help tells more`;
  }
  const reason = error instanceof Error ? error.message : String(error);
  return `a fault of surefoot itself, please report it with the version ${readVersion()}: ${reason}`;
}

function oneLine(text: string): string {
  // Arguments and file names stand in it: nothing of them may steer a terminal, or order a CI's runner about.
  return withoutOrders(text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim());
}
