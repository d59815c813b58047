import { describe, expect, it } from "vitest";
import { verdictsOf } from "../../rules/verdicts.js";
import { deploymentOf } from "../read-yaml.js";

const DEFAULT = "storageclass.kubernetes.io/is-default-class";
const OLD_DEFAULT = "storageclass.beta.kubernetes.io/is-default-class";
const storageClass = (name: string, provisioner: string, annotation = DEFAULT, value = '"true"') =>
  `---\napiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: ${name}, annotations: {${annotation}: ${value}}}\nprovisioner: ${provisioner}\n`;
const claim = (more = "", annotations = "") =>
  `---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data${annotations}}\nspec: {accessModes: [ReadWriteOnce]${more}}\n`;
const EBS = "ebs.csi.aws.com";

/** What is said of the only pod with a claim: nothing, that it waits, or that it may. */
function said(around: string): "nothing" | "waits" | "waits by default" {
  const pod = "volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]";
  const [message] = verdictsOf("stuck-rollout", deploymentOf({ spec: "replicas: 1", pod }) + around);
  if (message === undefined) return "nothing";
  return message.includes("the cluster's default") ? "waits by default" : "waits";
}

describe("a claim that names no class", () => {
  it.each([
    ["waits where the cluster's default attaches", claim(), "waits by default"],
    ["takes the default in sight", claim() + storageClass("nfs", "nfs"), "nothing"],
    ["takes it by the annotation of old", claim() + storageClass("nfs", "nfs", OLD_DEFAULT), "nothing"],
    ["waits for a default of disks", claim() + storageClass("disks", EBS), "waits"],
    [
      "takes no class that is no default",
      claim() + storageClass("nfs", "nfs", DEFAULT, '"false"'),
      "waits by default",
    ],
    [
      "takes none of two defaults, as each may be of another cluster",
      claim() + storageClass("nfs", "nfs") + storageClass("disks", EBS),
      "waits by default",
    ],
    [
      "takes a default that two files write out",
      claim() + storageClass("nfs", "nfs") + storageClass("nfs", "nfs"),
      "nothing",
    ],
    [
      "takes no object of another group",
      claim() + storageClass("nfs", "nfs").replace("storage.k8s.io", "example.com"),
      "waits by default",
    ],
    [
      "has the class of a volume that it asks for",
      claim(", volumeName: a") + storageClass("n", "nfs"),
      "waits",
    ],
  ])("%s", (_, around, expected) => expect(said(around)).toBe(expected));
});

describe("a claim that names a class", () => {
  it.each([
    ["waits whatever the default is", claim(", storageClassName: gp3") + storageClass("n", "nfs"), "waits"],
    [
      "names it by an annotation of old",
      claim("", ", annotations: {volume.beta.kubernetes.io/storage-class: gp2}"),
      "waits",
    ],
    [
      "has the provisioner in sight",
      claim(", storageClassName: fast") + storageClass("fast", "nfs"),
      "nothing",
    ],
  ])("%s", (_, around, expected) => expect(said(around)).toBe(expected));
});

describe("a provisioner", () => {
  it.each([
    ...[
      "nfs.csi.k8s.io",
      "cluster.local/nfs-client-provisioner",
      "k8s-sigs.io/nfs-subdir-external-provisioner",
    ],
    ...["fuseim.pri/ifs", "efs.csi.aws.com", "fsx.csi.aws.com", "file.csi.azure.com", "smb.csi.k8s.io"],
    ...["kubernetes.io/azure-file", "rook-ceph.cephfs.csi.ceph.com", "kubernetes.io/glusterfs"],
    ...["rancher.io/local-path", "filestore.csi.storage.gke.io", "csi.juicefs.com", "docker.io/hostpath"],
  ])("%s attaches nothing", (provisioner) => {
    expect(said(claim() + storageClass("shelves", provisioner))).toBe("nothing");
  });

  it.each([
    ...[
      EBS,
      "pd.csi.storage.gke.io",
      "disk.csi.azure.com",
      "driver.longhorn.io",
      "rook-ceph.rbd.csi.ceph.com",
    ],
    ...["cluster.local/disks", "gluster.org/glusterblock"],
  ])("%s may attach", (provisioner) => {
    expect(said(claim() + storageClass("shelves", provisioner))).toBe("waits");
  });
});
