import { describe, expect, it } from "vitest";
import { absenceCheck } from "../../../src/workload/probes/succeeds-on-absence.js";

const ofScript = (script: string) => absenceCheck(["/bin/sh", "-c", script]);

describe("a command that succeeds on absence", () => {
  it.each([
    ["! grep -q ERROR /var/log/app.log"],
    ['grep "No export entries found" /var/log/ganesha.log > /dev/null 2>&1 ; [ $? -ne 0 ]'],
    ["set -x; ! grep -q ERROR /var/log/app.log"],
    ["! grep -q ERROR /a.log && ! egrep -q 'FATAL|PANIC' /b.log"],
    ["! grep -q ERROR /a.log || exit 1"],
    ["grep -q ERROR /a.log && exit 1 || exit 0"],
    ["grep -q ERROR /a.log && exit 1; exit 0"],
    ["if grep -q ERROR /a.log; then echo bad; exit 1; fi"],
    ["if grep -q ERROR /a.log\nthen\n  exit 1\nelse\n  exit 0\nfi"],
    ["if ! grep -q ERROR /a.log; then exit 0; else exit 1; fi"],
    ["grep -q ERROR /a.log; test $? = 1"],
  ])("searches files: %s", (script) => {
    expect(ofScript(script)).toEqual({ text: script, searchesFiles: true });
  });

  it.each([
    ["! pgrep -f migrate"],
    ["! pidof setup"],
    ["! test -f /tmp/starting"],
    ["test ! -e /tmp/starting"],
    ["[ ! -f /tmp/starting ]"],
    ["[[ ! -d /tmp/starting ]]"],
    ["[ ! -f /tmp/starting ] && ! grep -q ERROR /a.log"],
    ["! redis-cli info | grep -q loading:1"],
    ["ps aux | grep -c '[m]igrate' | grep 0"],
    ["grep -c ERROR /a.log | grep -q '^0$'"],
    ['[ -z "$(grep ERROR /a.log)" ]'],
    ["[ $(grep -c ERROR /a.log) -eq 0 ]"],
    ['test "$(ps | grep -c migrate)" = 0'],
    ["! grep -q crashed /proc/1/status"],
    ["! grep -q ERROR"],
  ])("may wait for something all the same: %s", (script) => {
    expect(ofScript(script)).toEqual({ text: script, searchesFiles: false });
  });

  it.each([[["test", "!", "-f", "/tmp/starting"]], [["/usr/bin/[", "!", "-e", "/tmp/starting", "]"]]])(
    "needs no shell: %j",
    (command) => {
      expect(absenceCheck(command)).toEqual({ text: command.join(" "), searchesFiles: false });
    },
  );

  it.each([
    ["grep -q READY /var/log/app.log"],
    ["! grep -qv READY /var/log/app.log"],
    ["grep -q READY /a.log; [ $? -eq 0 ]"],
    ["! grep -q ERROR /a.log && curl -f localhost:8080/ready"],
    ["curl -f localhost:8080/ready && ! grep -q ERROR /a.log"],
    ["curl -f localhost:8080/ready || exit 1; ! grep -q ERROR /a.log"],
    ["! grep -q ERROR /a.log; curl -f localhost:8080/ready"],
    ["if grep -q READY /a.log; then exit 0; else exit 1; fi"],
    ["if grep -q ERROR /a.log; then exit 1; fi; curl -f localhost:8080/ready"],
    ["grep -q ERROR /a.log && exit 1"],
    ["[ -f /tmp/ready ]"],
    ["test -s /tmp/ready"],
    ["pgrep nginx"],
    ["! curl -f localhost:8080/maintenance"],
    ['[ -n "$(pgrep nginx)" ]'],
    ["[ $(ps | grep -c worker) -eq 4 ]"],
    ["curl -s localhost | grep 0"],
    ["nc -z localhost 80; [ $? -ne 1 ]"],
    ["! (grep -q ERROR /a.log)"],
    ["true"],
    [""],
  ])("is not: %s", (script) => {
    expect(ofScript(script)).toBeNull();
  });

  it("is none without a shell that reads the words", () => {
    for (const command of [
      ["!", "grep", "x", "/a"],
      ["sh", "/check.sh"],
      ["grep", "x", "/a"],
      [],
      ["test", 1],
    ])
      expect(absenceCheck(command)).toBeNull();
  });
});
