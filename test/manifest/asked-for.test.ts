import { describe, expect, it } from "vitest";
import { askedForIn, isPlaceholder } from "../../src/manifest/template-text.js";

describe("what a sample asks its reader for", () => {
  it.each<[string, unknown, string | null]>([
    ["is a list to YAML", { name: ["replace with your app"] }, "[replace with your app]"],
    [
      "may have a comma",
      { image: ["insert your image", "with its tag"] },
      "[insert your image, with its tag]",
    ],
    ["may stand anywhere", { spec: { ports: [{ port: ["your port number"] }] } }, "[your port number]"],
    ["is no command line", { command: ["replace with x"], args: ["put this there"] }, null],
    ["is no list of names", { hosts: ["your-host", "replace"] }, null],
    ["is no long list", { items: ["add one more", "b", "c", "d"] }, null],
    ["is no text beside others", { items: ["a", "replace with b"] }, null],
  ])("%s", (_, value, expected) => expect(askedForIn(value)).toBe(expected));

  it.each<[string, boolean]>([
    ["[replace with your app]", true],
    ["[Number of replicas]", true],
    ["[::1]", false],
    ["[app]", false],
    ["[replaced]", false],
    ["replace with your app", false],
  ])("is a placeholder in quotes, too: %s is %s", (text, expected) => {
    expect(isPlaceholder(text)).toBe(expected);
  });
});
