/** Programs that take their work from a queue and listen to nobody. */
import { asArray, get } from "../../manifest/json-value.js";
import { autoscalersOf } from "../neighbours/autoscalers-of.js";
import type { Neighbours } from "../neighbours.js";
import type { Container, Workload } from "../workload.js";

/** By their usual commands. */
const QUEUE_WORKER =
  /\bcelery\b.*\b(?:worker|beat)\b|\brq worker\b|\bsidekiq\b|\bresque\b|\bqueue:(?:work|listen)\b|\bartisan horizon\b|\bjobs:work\b|\bdramatiq\b|\bgood_job\b/;

/** Scripts that are called after such a program; Celery's Flower is a page for its operators. */
const WORKERS_SCRIPT =
  /(?<![a-z0-9])(?:celery|sidekiq|resque|dramatiq)(?!\S*(?:flower|web|api))[\w.-]*\.(?:sh|bash)(?!\w)/i;

/** Whether a container takes its work from a queue, as its command says. */
export function isQueueWorker({ commandLine }: Container): boolean {
  const words = commandLine.join(" ").slice(0, 4000);
  return QUEUE_WORKER.test(words) || WORKERS_SCRIPT.test(words);
}

/** KEDA's scalers that count what waits in a queue, a stream or a list of jobs (keda.sh, Scalers). */
const QUEUES =
  /^(?:rabbitmq|(?:apache-)?kafka|aws-sqs-queue|aws-kinesis-stream|aws-dynamodb-streams|azure-(?:queue|servicebus|eventhub|pipelines)|gcp-pubsub|gcp-cloudtasks|nats-jetstream|stan|redis(?:-(?:cluster|sentinel))?(?:-streams)?|pulsar|activemq|artemis-queue|ibmmq|solace-event-queue|beanstalkd|nsq|liiklus|temporal|github-runner)$/;

/**
 * Whether KEDA runs a workload's pods only while work waits for them: each trigger counts a queue, and without any work there
 * is not one pod that could answer anybody.
 */
export function isStartedByQueues(workload: Workload, neighbours: Neighbours): boolean {
  const scalers = autoscalersOf(workload, neighbours);
  return (
    scalers.length > 0 &&
    scalers.every(({ kind, range, object }) => {
      const types = asArray(get(object.value, "spec", "triggers")).map((one) => String(get(one, "type")));
      const fromZero = range.ok && (range.least ?? range.min) === 0;
      return (
        kind === "ScaledObject" && fromZero && types.length > 0 && types.every((type) => QUEUES.test(type))
      );
    })
  );
}
