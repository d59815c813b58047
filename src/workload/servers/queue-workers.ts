import type { Container } from "../workload.js";

/** Programs that take their work from a queue and listen to nobody, by their usual commands. */
const QUEUE_WORKER =
  /\bcelery\b.*\b(?:worker|beat)\b|\brq worker\b|\bsidekiq\b|\bresque\b|\bqueue:(?:work|listen)\b|\bartisan horizon\b|\bjobs:work\b|\bdramatiq\b|\bgood_job\b/;

/** Whether a container takes its work from a queue, as its command says. */
export function isQueueWorker({ commandLine }: Container): boolean {
  return QUEUE_WORKER.test(commandLine.join(" ").slice(0, 4000));
}
