import { closePullRequest, openPullRequest } from "../../sandbox/state/pull-requests.js";
import { AS_IS, tellWithFaults } from "./faults.js";

tellWithFaults({
  name: "open into two branches with the same head, and then into one",
  async tell(scene, branch) {
    const { gitHub, repository, author } = scene;
    const { world } = gitHub;
    if (!repository.branches.has("release")) await scene.push("release", { "README.md": "# release\n" });
    const pull = await scene.open(branch, { "k8s/web.yaml": AS_IS });
    await scene.settle();
    const head = { repository, ref: branch };
    const twin = await openPullRequest(world, repository, {
      ...{ author, title: "Twin", base: "release", head },
    });
    await scene.settle();
    closePullRequest(world, pull, author);
    await scene.settle();
    return { pull: twin, heads: [twin.head.sha] };
  },
});
