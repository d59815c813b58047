import { AS_IS, type Story, TO_BE, tellWithFaults, tellWithFaultyTokens } from "./faults.js";

const STORY: Story = {
  name: "opened, then fixed",
  async tell(scene, branch) {
    const pull = await scene.open(branch, { "k8s/web.yaml": AS_IS });
    await scene.settle();
    const first = pull.head.sha;
    const second = await scene.push(branch, { "k8s/web.yaml": TO_BE });
    await scene.settle();
    return { pull, heads: [first, second] };
  },
};

tellWithFaults(STORY);
tellWithFaultyTokens(STORY);
