/**
 * Counters for Prometheus, in its text format. What is counted is read off the log, which tells of everything that happens
 * once; what stands at the moment is asked for when someone looks.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
import type { Log } from "../github/client/log.js";

/** What stands at the moment. */
export interface QueueState {
  /** lanes that have work */
  lanes: number;
  /** tasks that failed for good and are kept in mind */
  dead: number;
}

export interface Metrics {
  /** A log that counts what passes through it. */
  counting(log: Log): Log;
  /** Returns all of them; null where the queue does not tell its state. */
  text(state: QueueState | null): string;
}

/** Upper ends in seconds. */
const BUCKETS = [0.5, 1, 2, 5, 10, 30, 60, 120, 300];

const HELP: Readonly<Record<string, string>> = {
  surefoot_webhooks_total: "Webhooks that asked for something, by what became of them",
  surefoot_reviews_total: "Reviews of pull requests, by their conclusion",
  surefoot_tries_total: "Tasks that failed and will be tried again",
  surefoot_failures_total: "Tasks that failed for good",
  surefoot_sweeps_total: "Looks for what was missed that found something, and the first of each process",
  surefoot_missed_total: "Tasks that such a look found",
  surefoot_errors_total: "Lines of the log of level error",
};

type Labels = Readonly<Record<string, string>>;

/** Makes counters that stand at nothing. */
export function createMetrics(): Metrics {
  const counters = new Map<string, { name: string; labels: Labels; value: number }>();
  const seconds = { buckets: BUCKETS.map(() => 0), sum: 0, count: 0 };

  function add(name: string, labels: Labels = {}, by = 1): void {
    const key = series(name, labels);
    const counter = counters.get(key) ?? { name, labels, value: 0 };
    counter.value += by;
    counters.set(key, counter);
  }

  function count(fields: object, message: string): void {
    const { outcome, conclusion, ms, queued } = fields as Record<string, unknown>;
    switch (message) {
      case "Webhook":
        add("surefoot_webhooks_total", { outcome: String(outcome) });
        break;
      case "Reviewed":
        observe(Number(ms) / 1000);
        add("surefoot_reviews_total", { conclusion: String(conclusion) });
        break;
      case "A job will be tried again":
        add("surefoot_tries_total");
        break;
      case "A job failed":
        add("surefoot_failures_total");
        break;
      case "The sweep is done":
        add("surefoot_sweeps_total");
        add("surefoot_missed_total", {}, Number(queued));
        break;
    }
  }

  function observe(value: number): void {
    seconds.sum += value;
    seconds.count += 1;
    for (const [index, end] of BUCKETS.entries()) if (value <= end) seconds.buckets[index]! += 1;
  }

  function counting(log: Log): Log {
    return {
      debug: (fields, message) => log.debug(fields, message),
      info(fields, message) {
        count(fields, message);
        log.info(fields, message);
      },
      warn(fields, message) {
        count(fields, message);
        log.warn(fields, message);
      },
      error(fields, message) {
        count(fields, message);
        add("surefoot_errors_total");
        log.error(fields, message);
      },
    };
  }

  function text(state: QueueState | null): string {
    const lines: string[] = [];
    for (const [name, help] of Object.entries(HELP)) {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} counter`);
      const own = [...counters.values()].filter((counter) => counter.name === name);
      for (const { labels, value } of own) lines.push(`${series(name, labels)} ${value}`);
      if (own.length === 0) lines.push(`${name} 0`);
    }
    lines.push(...histogram("surefoot_review_seconds", seconds));
    if (state !== null)
      lines.push(
        ...gauge("surefoot_lanes", "Pull requests and others that have work", state.lanes),
        ...gauge("surefoot_dead_tasks", "Tasks that failed for good and are kept in mind", state.dead),
      );
    return `${lines.join("\n")}\n`;
  }

  return { counting, text };
}

function series(name: string, labels: Labels): string {
  const parts = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return parts.length === 0 ? name : `${name}{${parts.join(",")}}`;
}

function gauge(name: string, help: string, value: number): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${value}`];
}

function histogram(
  name: string,
  { buckets, sum, count }: { buckets: readonly number[]; sum: number; count: number },
): string[] {
  return [
    `# HELP ${name} Seconds of a review from its start to its last post`,
    `# TYPE ${name} histogram`,
    ...BUCKETS.map((end, index) => `${series(`${name}_bucket`, { le: String(end) })} ${buckets[index]}`),
    `${series(`${name}_bucket`, { le: "+Inf" })} ${count}`,
    `${name}_sum ${sum}`,
    `${name}_count ${count}`,
  ];
}
