/** Why a file with fixes is left as it is. */
export type LeftReason = "workflow" | "executable" | "bytes" | "not-proven" | "alone" | "too-many";

export interface LeftFile {
  path: string;
  reason: LeftReason;
}

/** The reasons as the second half of a sentence about the file. */
export const LEFT_WORDS: Record<LeftReason, string> = {
  workflow: "a workflow, which Surefoot never changes",
  executable: "it is executable, and the commit would take that away",
  bytes: "GitHub did not give its exact bytes",
  "not-proven": "its fixes did not pass the check that they mend and spoil nothing",
  alone:
    "a fix of it is not proven together with the others of its chart; each of them is by itself, so commit its suggestion, and ask again",
  "too-many": "more than one commit takes; ask again for it after the next review",
};
