import { requestAction } from "../../sandbox/state/checks.js";
import { AS_IS, tellWithFaults } from "./faults.js";

tellWithFaults({
  name: "fixed by the press of a button",
  mayResolve: true,
  async prepare(scene, branch) {
    await scene.open(branch, { "k8s/web.yaml": AS_IS });
    await scene.settle();
  },
  async tell(scene, branch) {
    const pull = scene.repository.pulls.find(({ head }) => head.ref === branch)!;
    const first = pull.head.sha;
    requestAction(scene.gitHub.world, scene.runsOn(first).at(-1)!, "fix", scene.author);
    await scene.settle();
    return { pull, heads: [first, pull.head.sha] };
  },
});
