import { describe, expect, it } from "vitest";
import {
  MISSING_MARKER,
  missingPermissions,
  missingSentence,
  unreadableSentence,
  withMissing,
} from "../../../src/github/check/missing-permissions.js";
import { allows } from "../../../src/github/client/permissions.js";

const ALL = {
  metadata: "read",
  contents: "write",
  pull_requests: "write",
  checks: "write",
  issues: "read",
  merge_queues: "read",
};

describe("what is missing", () => {
  it("is nothing where all is granted, and more than enough is enough", () => {
    expect(missingPermissions({ ...ALL, issues: "write", checks: "admin" }, true)).toEqual([]);
    expect(missingSentence([])).toBeNull();
    expect(withMissing("a table", [])).toBe("a table");
  });

  it("is said in one sentence with what each costs, behind the summary", () => {
    const granted = { ...ALL, pull_requests: "read", merge_queues: undefined };
    const text = withMissing("a table", missingPermissions(granted, true));
    expect(text).toBe(
      `a table\n\nNot granted to this App: \`pull_requests: write\`, so there are no comments, no suggestions and no answers to commands; \`merge_queues: read\`, so a merge queue gets no verdict.\n\n${MISSING_MARKER}`,
    );
  });

  it("is the right to write contents only where there is something to fix", () => {
    const granted = { ...ALL, contents: "read" };
    expect(missingPermissions(granted, false)).toEqual([]);
    expect(missingPermissions(granted, true)).toEqual(["contents: write"]);
  });

  it("tells why nothing could be read, where that is the reason", () => {
    expect(unreadableSentence({ ...ALL, contents: undefined })).toContain(
      "`contents: read`, so it cannot read",
    );
    expect(unreadableSentence({ ...ALL, contents: "read", pull_requests: "read" })).toBeNull();
  });
});

it("lets who may write read, and who may read not write", () => {
  expect([
    allows(ALL, "checks", "read"),
    allows(ALL, "issues", "write"),
    allows(ALL, "pages", "read"),
  ]).toEqual([true, false, false]);
});
