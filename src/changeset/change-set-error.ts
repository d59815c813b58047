type ChangeSetErrorCode =
  | "git-missing"
  | "git-failed"
  | "not-found"
  | "no-input"
  | "not-a-repository"
  | "no-commit"
  | "unknown-revision"
  | "no-default-branch"
  | "no-merge-base";

/** A change set could not be read at all. The message is one line that says what is wrong and how to mend it. */
export class ChangeSetError extends Error {
  override readonly name = "ChangeSetError";

  constructor(
    readonly code: ChangeSetErrorCode,
    message: string,
  ) {
    super(message);
  }
}
