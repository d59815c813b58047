import { parse, validate } from "graphql";
import { expect, it } from "vitest";
import { type ContentsRequest, contentsQuery } from "../../src/github/load/contents/contents-query.js";
import { MORE_THREADS } from "../../src/github/load/posted/posted-query.js";
import { contextRider } from "../../src/github/load/review-context.js";
import { NEWEST_CHANGES } from "../../src/github/sweep/changed-repositories.js";
import { QUEUES, QUEUES_IN_USE } from "../../src/github/sweep/missed-merge-groups.js";
import { FIRST_PAGES, NEXT_PAGE } from "../../src/github/sweep/open-pulls.js";
import { LAST_COMMENTS } from "../../src/github/sweep/unanswered-commands.js";
import { gitHubSchema } from "./stand-in/graphql.js";

const sha = "a".repeat(40);
const nothing: ContentsRequest = {
  base: [],
  head: [],
  folders: [],
  blobs: [],
  probes: [],
  folderTexts: true,
  rider: null,
};

const requests: [string, ContentsRequest][] = [
  [
    "the context of a pull request alone",
    { ...nothing, rider: contextRider({ headSha: sha, baseRef: "main", appId: 1, pullNumber: 7 }) },
  ],
  [
    "the context of a merge queue's group",
    { ...nothing, rider: contextRider({ headSha: sha, baseRef: "main", appId: 1, pullNumber: null }) },
  ],
  [
    "the context of a pull request without an App",
    { ...nothing, rider: contextRider({ headSha: sha, baseRef: "main", appId: null, pullNumber: 7 }) },
  ],
  [
    "the policy alone",
    { ...nothing, rider: contextRider({ headSha: sha, baseRef: null, appId: null, pullNumber: null }) },
  ],
  [
    "files, folders and context",
    {
      ...nothing,
      base: ["m:a", "m:b"],
      head: ["h:c"],
      folders: ["h:"],
      rider: contextRider({ headSha: sha, baseRef: "main", appId: 1, pullNumber: 7 }),
    },
  ],
  ["folders without texts", { ...nothing, folders: ["h:k8s"], folderTexts: false }],
  ["blobs", { ...nothing, blobs: [sha] }],
  ["whether files are there", { ...nothing, probes: ["h:Chart.yaml", "h:k8s/Chart.yaml"] }],
];

it.each(requests)("asks for %s as GitHub's schema has it", (_, request) => {
  const { query, variables } = contentsQuery("octo", "shop", request);
  expect(validate(gitHubSchema(), parse(query))).toEqual([]);
  const declared = [...query.matchAll(/\$(\w+):/g)].map(([, name]) => name);
  expect(Object.keys(variables).sort()).toEqual(declared.sort());
});

it("asks for further threads as GitHub's schema has it", () => {
  expect(validate(gitHubSchema(), parse(MORE_THREADS))).toEqual([]);
});

it.each([
  ["first pages", FIRST_PAGES],
  ["a next page", NEXT_PAGE],
  ["what changed", NEWEST_CHANGES],
  ["merge queues in use", QUEUES_IN_USE],
  ["the entries of merge queues", QUEUES],
  ["the last comments", LAST_COMMENTS],
])("asks for %s of open pull requests as GitHub's schema has it", (_, document) => {
  expect(validate(gitHubSchema(), parse(document))).toEqual([]);
});

it("never writes a path into the document", () => {
  const { query } = contentsQuery("octo", "shop", {
    ...nothing,
    base: ['m:") { viewer { login } } #'],
    folders: ["h:evil"],
    probes: ["h:viewer/Chart.yaml"],
  });
  expect(query).not.toMatch(/viewer|evil/);
});
