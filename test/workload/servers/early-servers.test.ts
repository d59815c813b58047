import { describe, expect, it } from "vitest";
import { earlyServer } from "../../../src/workload/servers/early-servers.js";
import type { Container } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../read-yaml.js";

function nameOf(image: string, { more = "", port = 8080 } = {}): string | undefined {
  const text = deploymentOf({ containers: `{name: web, image: "${image}"${more}}` });
  const [workload] = readYaml(text).workloads;
  return earlyServer(workload?.containers[0] as Container, port)?.name;
}

describe("an image whose server opens its port before its app serves", () => {
  it.each([
    ["docker.elastic.co/kibana/kibana:8.15.0", "Kibana"],
    ["docker.elastic.co/kibana/kibana-oss:7.10.2", "Kibana"],
    ["kibana:7.17.0", "Kibana"],
    ["opensearchproject/opensearch-dashboards:2.17.0", "OpenSearch Dashboards"],
    ["wazuh/wazuh-dashboard:4.9.0", "Wazuh's dashboard"],
    ["ghost:5-alpine", "Ghost"],
    ["docker.io/bitnami/ghost:5", "Ghost"],
    ["metabase/metabase:v0.50.1", "Metabase"],
    ["jenkins/jenkins:lts", "Jenkins"],
    ["jenkins/inbound-agent:latest", undefined],
    ["registry.example.com/kibana-exporter:1", undefined],
    ["registry.example.com/ghostunnel:1", undefined],
  ])("%s", (image, name) => expect(nameOf(image)).toBe(name));

  it("is not known where the manifest starts another program, nor of a port that opens last", () => {
    expect(nameOf("ghost:5", { more: ", command: [sleep]" })).toBeUndefined();
    expect(nameOf("ghost:5", { more: ", args: [node]" })).toBe("Ghost");
    expect(nameOf("jenkins/jenkins:lts", { port: 50000 })).toBeUndefined();
  });
});
