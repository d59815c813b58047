import * as z from "zod";
import { key, settings } from "./schema-parts.js";

const MAX_VALUES = 20;
const MAX_PATH_LENGTH = 500;

/** Helm's own bound on a release's name (helm: pkg/chart/common/util/validate_name.go), and on what it is made of. */
const RELEASE = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const MAX_RELEASE_LENGTH = 53;
const NAMESPACE = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

const release = `a release's name such as web, in lower case, at most ${MAX_RELEASE_LENGTH} characters`;
const namespace = "a namespace such as shop";
const name = "a name of one line, at most 100 characters";

/** A path from the repository's root on that stays in it. */
function path(what: string) {
  const error = `${what}, from the repository's root on`;
  return z
    .string({ error })
    .min(1, { error })
    .max(MAX_PATH_LENGTH, { error: `a path of at most ${MAX_PATH_LENGTH} characters`, abort: true })
    .regex(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\\\n\r\t]*$/, { error });
}

const values = "a list of values files such as [charts/web/values-prod.yaml]";

/** One way to render a chart, as it stands in a policy. */
export const renderSchema = settings({
  chart: path("a chart's folder such as charts/web, or .").meta({
    description: "The folder of the chart's Chart.yaml, from the repository's root on.",
  }),
  values: key(
    z
      .array(path("a values file such as charts/web/values-prod.yaml"), { error: values })
      .max(MAX_VALUES, { error: `at most ${MAX_VALUES} values files` }),
    "Values files from the repository's root on, each over those before it, and all over the chart's own.",
    [],
  ),
  name: key(
    z.string({ error: name }).regex(/^(?=.*\S)[^\n\r\t]{1,100}$/, { error: name }),
    "What findings call it. By default the names of its values files.",
  ),
  release: key(
    z
      .string({ error: release })
      .max(MAX_RELEASE_LENGTH, { error: release, abort: true })
      .regex(RELEASE, { error: release }),
    "The release's name.",
    "release-name",
  ),
  namespace: key(
    z.string({ error: namespace }).regex(NAMESPACE, { error: namespace }),
    "The namespace that the release is installed in.",
    "default",
  ),
});
