/**
 * The files of tests of operators and policies, by their names, and by what only a cluster writes: Chainsaw's chainsaw-test.yaml (kyverno/chainsaw), and the files that
 * kuttl knows by the number of their step (kudobuilder/kuttl: pkg/test/utils, pkg/test/step.go).
 */

const TEST = /(?:^|\/)(?:chainsaw|kuttl)-test\.ya?ml$/;
/** `00-assert.yaml`, `01-assert-pods.yaml`, `02b-assert.yaml` */
const ASSERTED_STEP = /(?:^|\/)\d+[a-z]?-+asserts?(?:[-._][^/]*)?\.ya?ml$/;
/** `web-assert.yaml`, `assert.yaml` */
const ASSERTED = /(?:^|[/_-])asserts?\.ya?ml$/;
const WORD_OF_TESTS = /(?:^|[/._-])(?:asserts?|assertions?|errors?)[._-][^/]*$/;

/** Kyverno's command line reads what stands beside it, and asks no cluster (kyverno/kyverno: cmd/cli, commands/test). */
const POLICY_TEST = /(?:^|\/)kyverno-test\.ya?ml$/;

/** Whether a file's name says that its folder is a policy with what it is tested with. */
export function marksPolicyTest(path: string): boolean {
  return POLICY_TEST.test(path);
}

const EXPECTED = /(?:^|\/)tests?\/(?:[^/]+\/)*expected(?:[-_.][^/]*)?\.(?:ya?ml|json)$/;

/** Whether a file's name says that it is what the kustomization of its folder, in a test, has to build. */
export function isExpectedOfBuild(path: string): boolean {
  return EXPECTED.test(path);
}

/** Whether a file's name says that its folder is one test. */
export function marksTestFolder(path: string): boolean {
  return TEST.test(path) || ASSERTED_STEP.test(path);
}

/** Whether a file's name alone says that it holds what a test expects. */
export function isAssertion(path: string): boolean {
  return ASSERTED_STEP.test(path) || ASSERTED.test(path);
}

/** The same for a file of a test's folder, where a word says it. */
export function isExpectedInTest(path: string): boolean {
  return isAssertion(path) || WORD_OF_TESTS.test(path);
}

/** A folder of this name holds tests; what `e2e` or `test` alone names may be an environment. */
const SUITE = /(?:^|\/)e2e[-_]?tests?\//;
const PERHAPS_SUITE = /(?:^|\/)(?:e2e|tests?|[a-z0-9_-]+[-_]tests?)\//;
/** Folders of what a test compares with a cluster's objects, by their names. */
const COMPARED = /\/(?:compared?|golden|expected|snapshots?)\//;
/** What the API server alone writes; who keeps a cluster's object to apply it again keeps its identity beside it. */
const COUNTED = /^ {2}generation: *\d+ *\r?$/m;
const OWNED = /^ {2}ownerReferences:/m;
const IDENTITY = /^ {2,}(?:- )?(?:uid|resourceVersion):/m;

/**
 * Whether a file holds what a test compares with a cluster's objects: by its folders, or in a folder that may be an
 * environment's by what only the API server writes. An owner without its uid is refused (apimachinery:
 * pkg/api/validation/objectmeta.go, validateOwnerReference), so nobody applies that.
 */
export function isExpectedOfCluster(path: string, text: string): boolean {
  const isCompared = COMPARED.test(path);
  if (isCompared && SUITE.test(path)) return true;
  if (!PERHAPS_SUITE.test(path) || IDENTITY.test(text)) return false;
  return OWNED.test(text) || (isCompared && COUNTED.test(text));
}
