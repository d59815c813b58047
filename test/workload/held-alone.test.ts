import { describe, expect, it } from "vitest";
import { heldAlone } from "../../src/workload/held-alone.js";
import type { Workload } from "../../src/workload/workload.js";
import { deploymentOf, readYaml } from "./read-yaml.js";

const claimed = (modes: string, namespace = "shop") =>
  `---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data, namespace: ${namespace}}\nspec: {accessModes: [${modes}]}\n`;
const CLAIM = "{name: disk, persistentVolumeClaim: {claimName: data}}";

function heldBy(
  volume: string,
  rest = "",
  { mount = "name: disk, mountPath: /data", ports = "containerPort: 80", pod = "" } = {},
) {
  const text = deploymentOf({
    pod: `${pod}volumes: [${volume}]`,
    containers: `{name: web, image: a, ports: [{${ports}}], volumeMounts: [{${mount}}]}`,
  }).replace("metadata: {name: web}", "metadata: {name: web, namespace: shop}");
  const { workloads, neighbours } = readYaml(text + rest);
  return heldAlone(workloads[0] as Workload, neighbours);
}

describe("what a pod holds alone", () => {
  it.each([
    ["a claim that is not in sight", "", true],
    ["a claim for one node", claimed("ReadWriteOnce"), true],
    ["a claim for one pod", claimed("ReadWriteOncePod"), true],
    ["a claim without modes", claimed(""), true],
    ["a claim for one node or many", claimed("ReadWriteOnce, ReadWriteMany"), true],
    ["a claim for many", claimed("ReadWriteMany"), false],
    ["a claim for many of another namespace", claimed("ReadWriteMany", "other"), true],
  ])("is %s: %s", (_, rest, held) => {
    expect(heldBy(CLAIM, rest)).toBe(held ? "its claim “data” may be for one writer" : null);
  });

  it.each([
    ["{name: disk, gcePersistentDisk: {pdName: a}}", true],
    ["{name: disk, iscsi: {iqn: a}}", true],
    ["{name: disk, hostPath: {path: /mnt/data}}", true],
    ["{name: disk, hostPath: {path: /var/lib/app, type: DirectoryOrCreate}}", true],
    ["{name: disk, hostPath: {path: /dev/dri}}", false],
    ["{name: disk, hostPath: {path: /var/run/docker.sock}}", false],
    ["{name: disk, hostPath: {path: /opt/app.sock, type: Socket}}", false],
    ["{name: disk, hostPath: {path: /etc/localtime}}", false],
    ["{name: disk, nfs: {server: a, path: /}}", false],
    ["{name: disk, configMap: {name: a}}", false],
    ["7", false],
  ])("is the volume %s: %s", (volume, held) => {
    expect(heldBy(volume)).toBe(held ? "both would write to its volume “disk”" : null);
  });

  it("is the data that a pod keeps in a folder of its own, and no scratch space", () => {
    const volume = "{name: disk, emptyDir: {}}";
    expect(heldBy(volume, "", { mount: "name: disk, mountPath: /data" })).toBe(
      "each pod has data of its own",
    );
    expect(heldBy(volume, "", { mount: "name: disk, mountPath: /tmp" })).toBeNull();
  });

  it("is no volume that is only read, or that nobody mounts", () => {
    const volume = "{name: disk, hostPath: {path: /mnt/data}}";
    expect(heldBy(volume, "", { mount: "name: disk, mountPath: /data, readOnly: true" })).toBeNull();
    expect(heldBy(volume, "", { mount: "name: other, mountPath: /data" })).toBeNull();
  });

  it("is an empty volume where data is kept", () => {
    const volume = "{name: disk, emptyDir: {}}";
    expect(heldBy(volume)).toBe("each pod has data of its own");
    expect(heldBy(volume, "", { mount: "name: disk, mountPath: /tmp/cache" })).toBeNull();
  });

  it("is a port of the node", () => {
    const held = "both take the same port of the node";
    const volume = "{name: disk, emptyDir: {}}";
    expect(heldBy(volume, "", { ports: "containerPort: 80, hostPort: 80" })).toBe(held);
    expect(heldBy(volume, "", { pod: "hostNetwork: true, " })).toBe(held);
  });
});
