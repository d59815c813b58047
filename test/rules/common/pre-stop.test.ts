import { describe, expect, it } from "vitest";
import { secondsOf } from "../../../src/rules/common/pre-stop.js";

const sh = (script: string) => ({ exec: { command: ["sh", "-c", script] } });

describe("how long a preStop hook takes", () => {
  it.each([
    ["the sleep action", { sleep: { seconds: 15 } }, 15],
    ["the sleep action of nothing", { sleep: { seconds: 0 } }, 0],
    ["sleep", { exec: { command: ["sleep", "15"] } }, 15],
    ["sleep by its path", { exec: { command: ["/bin/sleep", "15"] } }, 15],
    ["busybox", { exec: { command: ["/bin/busybox", "sleep", "15"] } }, 15],
    ["minutes and seconds", { exec: { command: ["sleep", "1m", "30s"] } }, 90],
    ["half a second", { exec: { command: ["sleep", "0.5"] } }, 0.5],
    ["an hour", { exec: { command: ["sleep", "1h"] } }, 3_600],
    ["for ever", { exec: { command: ["sleep", "infinity"] } }, Number.POSITIVE_INFINITY],
    ["a shell", sh("sleep 15"), 15],
    ["a shell by its path", { exec: { command: ["/bin/bash", "-c", "/bin/sleep 15"] } }, 15],
    ["a shell with more flags", { exec: { command: ["/bin/sh", "-ec", "sleep 15"] } }, 15],
    ["a shell with flags apart", { exec: { command: ["bash", "-e", "-c", "sleep 15"] } }, 15],
    ["a sleep before a command", sh("sleep 15; nginx -s quit"), 15],
    ["a sleep after a command", sh("nginx -s quit; sleep 15"), 15],
    ["a sleep after what does not fail", sh("echo bye && sleep 5 && sleep 10"), 15],
    ["several sleeps", sh("sleep 5\nnginx -s quit\nsleep 10"), 15],
    ["a sleep in place of the shell", sh("exec sleep 15"), 15],
    ["a sleep in quotes", sh("sleep '15'"), 15],
    ["a sleep behind a comment", sh("# wait\nsleep 15"), 15],
    ["a sleep behind a setting", sh("set -e; sleep 15"), 15],
    ["a sleep before what may not run", sh("sleep 5; if true; then sleep 10; fi"), 5],
    ["a sleep before a test", sh("sleep 5; test -f /tmp/drain && sleep 60"), 5],
    ["a sleep before a loop", sh("sleep 5; while pgrep web; do sleep 1; done"), 5],
    ["no sleep after the end", sh("sleep 5; exit 0; sleep 10"), 5],
  ])("is known of %s", (_, hook, seconds) => {
    expect(secondsOf(hook)).toEqual({ always: seconds, ifAllSucceed: seconds });
  });

  it.each([
    ["the success of a command", sh("nginx -s quit && sleep 15"), 0, 15],
    ["the success of the first of two", sh("nginx -s quit && echo bye && sleep 15"), 0, 15],
    ["it, and another does not", sh("nginx -s quit && sleep 15; sleep 5"), 5, 20],
    ["it on the next line of a strict script", sh("set -eu\nnginx -s quit\nsleep 15"), 0, 15],
    ["it under a strict shell", { exec: { command: ["sh", "-ec", "nginx -s quit; sleep 15"] } }, 0, 15],
  ])("is known in part where a sleep waits for %s", (_, hook, always, ifAllSucceed) => {
    expect(secondsOf(hook)).toEqual({ always, ifAllSucceed });
  });

  it.each([
    ["a request", { httpGet: { path: "/stop", port: 8000 } }],
    ["another program", { exec: { command: ["nginx", "-s", "quit"] } }],
    ["no command", { exec: {} }],
    ["an empty command", { exec: { command: [] } }],
    ["a number, which is refused", { exec: { command: ["sleep", 15] } }],
    ["a sleep of a variable", sh("sleep $DELAY")],
    ["a sleep of a variable with braces", sh(`sleep \${DELAY:-15}`)],
    ["a sleep in the background", sh("sleep 15 & wait")],
    ["a sleep if something fails", sh("nginx -s quit || sleep 15")],
    ["a sleep if a file is there", sh("test -f /tmp/drain && sleep 60")],
    ["a sleep if a bracket says so", sh("[ -f /tmp/drain ] && sleep 60")],
    ["a sleep if two brackets say so", sh('[[ "$DRAIN" == 1 ]] && sleep 60; nginx -s quit')],
    ["a sleep if a command fails", sh("! nginx -s quit && sleep 60")],
    ["a sleep in a loop", sh("while pgrep web; do sleep 1; done")],
    ["a sleep in a function", sh("f() { sleep 15; }; f")],
    ["a sleep in a text", sh("echo 'wait; sleep 15'")],
    ["a sleep without an operand", { exec: { command: ["sh", "-c", "sleep", "15"] } }],
    ["a script of its own", { exec: { command: ["sh", "/stop.sh"] } }],
    ["a program called nosleep", { exec: { command: ["nosleep", "15"] } }],
    ["a sleep of no number", { sleep: { seconds: "15" } }],
    ["a very long script", sh(`${"true;".repeat(1_000)}sleep 15`)],
  ])("is not known of %s", (_, hook) => {
    expect(secondsOf(hook)).toBeNull();
  });
});
