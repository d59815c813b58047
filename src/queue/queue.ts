/**
 * The port of every queue: tasks one at a time for a lane, several lanes side by side. The newest task of a lane wins, but
 * one that is not replaceable has its turn whatever comes after it. A task is plain data, since a queue may keep it in
 * another process: each engine hands it on as JSON text. It knows nothing of GitHub: the rules say what a task does.
 */

/** The rules by which a queue treats its tasks. The first five are pure functions of a task. */
export interface TaskRules<Task> {
  /** tasks of one lane run one at a time */
  laneOf(task: Task): string;
  /** tasks of one lane with the same id do the same work */
  idOf(task: Task): string;
  /** a newer task of its lane takes its place and stops it; a task that is not replaceable stops none either */
  isReplaceable(task: Task): boolean;
  /** turns go round groups, and a failure that asks for a wait asks it of all that its group does */
  groupOf(task: Task): string;
  /** one such task runs at a time, whatever its lane */
  isAlone(task: Task): boolean;
  /** Does the work; `attempt` is 1 for the first try. It checks the signal before anything that can be seen outside. */
  run(task: Task, attempt: number, signal: AbortSignal): Promise<void>;
  /** Says the last word on a task that failed for good. */
  giveUp(task: Task, error: unknown): Promise<void>;
  /**
   * milliseconds to wait where the failure asks for it, which makes it no failed try; null where it does not, undefined
   * where trying again is no use
   */
  retryAfter(error: unknown): number | null | undefined;
  /** the reason of a failure in words that may be kept and shown */
  reasonOf(error: unknown): string;
}

/** A task that failed for good. */
export interface DeadTask<Task> {
  task: Task;
  reason: string;
  /** when it was given up, in milliseconds */
  at: number;
}

export interface QueueLimits {
  /** lanes that are worked on at the same time */
  concurrency?: number;
  /**
   * lanes that may have work; a task for one more is refused. A group may have as many lanes as are left to the others, so
   * that none takes all of them.
   */
  maxLength?: number;
  /** milliseconds before each further try */
  backoffMs?: readonly number[];
  /** milliseconds after which a task that still fails is given up, however much it was asked to wait */
  deadlineMs?: number;
}

export interface QueueLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface EnqueueOptions {
  /** Drops a replaceable task where its lane has work already: no event asks for it, and the work may be what it is about. */
  ifIdle?: boolean;
}

export type Enqueued = "queued" | "duplicate" | "refused";

export interface Queue<Task> {
  /**
   * Queues a task in place of its lane's waiting one, and tells the lane's running one to stop. One that is not
   * replaceable waits behind the others that are not, and before the newest.
   */
  enqueue(task: Task, options?: EnqueueOptions): Promise<Enqueued>;
  /** Takes no more tasks and waits for those that wait or run; resolves to how many were left when the time was over. */
  drain(timeoutMs: number): Promise<number>;
  /** Resolves as soon as fewer lanes than this have work, of one group where it is named. */
  whenBelow(lanes: number, group?: string): Promise<void>;
  /** Names what it waits for; null where it is ready. An engine that waits for nothing has none. */
  unready?(): Promise<string | null>;
  /** How many lanes have work. */
  size(): Promise<number>;
  /** The tasks that failed for good, the newest first. */
  dead(): Promise<DeadTask<Task>[]>;
}
