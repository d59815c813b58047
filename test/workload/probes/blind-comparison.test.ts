import { describe, expect, it } from "vitest";
import { blindComparison } from "../../../src/workload/probes/blind-comparison.js";

const CALL = "code=$(curl -s -o /dev/null -w %{http_code} http://127.0.0.1:8088/health)";
const script = (condition: string, rest = "then exit 1; fi") => `${CALL}; if ${condition}; ${rest}`;
const of = (text: string) => blindComparison(["sh", "-c", text]);

describe("a comparison of what a program prints", () => {
  it.each([
    ["two comparisons in one", script('[ "$code" -lt 200 -o "$code" -ge 400 ]', "then exit 1; fi;")],
    ["two tests", script(`[ $code -lt 200 ] || [ \${code} -ge 400 ]`)],
    ["the word test", script('test "$code" -ne 200')],
    [
      "words before the failure",
      script("[ $code -ne 200 ]", 'then echo "got $code"; exit 1; else exit 0; fi'),
    ],
    ["lines", `${CALL}\nif [ "$code" -ne 200 ]\nthen\n  exit 1\nfi\nexit 0\n`],
    ["backquotes", "code=`curl -s a 2>&1`; if [ $code -gt 3 ]; then exit 2; fi"],
  ])("is blind with %s", (_, text) => {
    expect(of(text)).toEqual({ program: "curl", name: "code" });
  });

  it.each([
    ["a comparison of texts", script('[ "$code" != "200" ]')],
    ["one of texts beside it", script('[ "$code" -ne 200 -o "$code" = "" ]')],
    ["a test for emptiness", script('[ -z "$code" ] || [ "$code" -ne 200 ]')],
    ["brackets that take what is empty for 0", script('[[ "$code" -lt 200 ]]')],
    ["success as the branch", script("[ $code -eq 200 ]", "then exit 0; else exit 1; fi")],
    ["a failure at the end", script("[ $code -ne 200 ]", "then exit 1; fi; check")],
    ["another variable", script("[ $other -ne 200 ]")],
    ["a status that is looked at", `${CALL} || exit 1; if [ $code -ne 200 ]; then exit 1; fi`],
    ["an end at the first failure", `set -e; ${script("[ $code -ne 200 ]")}`],
    ["a pipe, whose end may print 0", "n=$(ps aux | wc -l); if [ $n -lt 2 ]; then exit 1; fi"],
    ["what always prints", "n=$(date +%s); if [ $n -lt 2 ]; then exit 1; fi"],
    ["no comparison", "curl -f http://127.0.0.1/"],
  ])("is not found in %s", (_, text) => {
    expect(of(text)).toBeNull();
  });

  it("is found behind no other shell, nor one that ends at the first failure", () => {
    const text = script("[ $code -ne 200 ]");
    expect(blindComparison(["busybox", "sh", "-c", text])).not.toBeNull();
    expect(blindComparison(["ksh", "-c", text])).toBeNull();
    expect(blindComparison(["sh", "-ec", text])).toBeNull();
    expect(blindComparison(["curl", "-c", text])).toBeNull();
  });
});
