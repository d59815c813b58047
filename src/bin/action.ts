/** The GitHub Action's process: `surefoot review --publish` with the input of action.yml as its token. */
import { publish } from "../action/publish.js";
import { runProcess } from "../cli/run-process.js";

const { INPUT_TOKEN, ...env } = process.env;

await runProcess(["review", "--publish"], { ...env, GITHUB_TOKEN: INPUT_TOKEN || env.GITHUB_TOKEN }, publish);
