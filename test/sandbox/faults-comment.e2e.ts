import { addIssueComment } from "../../sandbox/state/pull-requests.js";
import { AS_IS, tellWithFaults } from "./faults.js";

tellWithFaults({
  name: "fixed by a comment",
  mayResolve: true,
  async prepare(scene, branch) {
    await scene.open(branch, { "k8s/web.yaml": AS_IS });
    await scene.settle();
  },
  async tell(scene, branch) {
    const pull = scene.repository.pulls.find(({ head }) => head.ref === branch)!;
    const first = pull.head.sha;
    addIssueComment(scene.gitHub.world, pull, scene.author, "/surefoot fix");
    await scene.settle();
    return { pull, heads: [first, pull.head.sha] };
  },
});
