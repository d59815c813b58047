import { rerequestSuite } from "../../sandbox/state/checks.js";
import { dequeuePullRequest, enqueuePullRequest } from "../../sandbox/state/merge-queue.js";
import { AS_IS, tellWithFaults } from "./faults.js";

tellWithFaults({
  name: "asked for again from the checks tab, and queued for a merge",
  async tell(scene, branch) {
    const { gitHub, repository, app, author } = scene;
    const pull = await scene.open(branch, { "k8s/web.yaml": AS_IS });
    await scene.settle();
    const suite = repository.suites.find((each) => each.app === app && each.headSha === pull.head.sha)!;
    rerequestSuite(gitHub.world, suite, author);
    await scene.settle();
    const group = await enqueuePullRequest(gitHub.world, pull, author);
    await scene.settle();
    // The next one's group is to stand alone too.
    await dequeuePullRequest(gitHub.world, pull, author);
    await scene.settle();
    return { pull, heads: [pull.head.sha, group.headSha] };
  },
});
