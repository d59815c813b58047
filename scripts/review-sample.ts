/** `npm run sample`: the review of the sample pull request, by the command line as it was built. */
import { spawnSync } from "node:child_process";

const change = ["--before", "samples/pull-request/before", "--after", "samples/pull-request/after"];
const review = spawnSync(process.execPath, ["dist/bin/surefoot.js", "review", ...change], {
  stdio: "inherit",
});

// The sample is made to fail its check, which is exit status 1: any other says that the tool is broken.
process.exitCode = review.status === 1 ? 0 : 1;
