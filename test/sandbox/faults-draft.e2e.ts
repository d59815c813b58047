import { setDraft } from "../../sandbox/state/pull-requests.js";
import { AS_IS, tellWithFaults } from "./faults.js";

tellWithFaults({
  name: "opened as a draft, made ready, then rewritten",
  mayResolve: true,
  async tell(scene, branch) {
    const pull = await scene.open(branch, { "k8s/web.yaml": AS_IS }, { draft: true });
    await scene.settle();
    setDraft(scene.gitHub.world, pull, false, scene.author);
    await scene.settle();
    const first = pull.head.sha;
    const again = AS_IS.replace("containerPort: 8000", "containerPort: 8080");
    const second = await scene.push(branch, { "k8s/web.yaml": again });
    await scene.settle();
    return { pull, heads: [first, second] };
  },
});
