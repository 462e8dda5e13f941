// Prometheus: what it scrapes, under which labels, and how its data stays whole.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { z } from "zod";
import { labels, selectorLabels } from "../../specs/labels";
import { prometheusSpec } from "../../specs/prometheus/custom-resource";
import { scrapeConfigs, type KubeletTls } from "../../specs/prometheus/scrape-configs";
import { serviceMonitorSpec } from "../../specs/prometheus/service-monitor";

const jobs = z.array(
  z.looseObject({
    job_name: z.string(),
    metrics_path: z.string().optional(),
    tls_config: z.looseObject({ insecure_skip_verify: z.boolean().optional() }),
  }),
);
const jobsOf = (kubeletTls: KubeletTls) => jobs.parse(parse(scrapeConfigs(kubeletTls)));

const spec = prometheusSpec({
  cluster: "paris",
  images: { prometheus: "p:v1", thanos: "t:v1" },
  replicas: 2,
  retention: "2d",
  scrapeInterval: "15s",
  storage: { size: "15Gi" },
  objstoreSecret: "thanos-objstore",
  objstoreChecksum: "0",
});

describe("the scrape jobs", () => {
  it("are the API server, the kubelet and its cadvisor", () => {
    assert.deepEqual(
      jobsOf("verify").map((job) => [job.job_name, job.metrics_path]),
      [
        ["apiserver", undefined],
        ["kubelet", "/metrics"],
        ["cadvisor", "/metrics/cadvisor"],
      ],
    );
  });

  it("check every certificate by default", () => {
    assert.deepEqual(
      jobsOf("verify").map((job) => job.tls_config.insecure_skip_verify === true),
      [false, false, false],
    );
  });

  it("never trust an unknown API server, also where the kubelets' certificates are not checked", () => {
    assert.deepEqual(
      jobsOf("skipVerify").map((job) => job.tls_config.insecure_skip_verify === true),
      [false, true, true],
    );
  });

  it("authenticate by the pod's own rotating token", () => {
    assert.doesNotMatch(scrapeConfigs("verify"), /credentials: /);
  });
});

describe("Prometheus", () => {
  it("does not compact blocks that the sidecar has yet to upload", () => {
    assert.equal(spec.disableCompaction, true);
  });

  it("labels its samples with the cluster", () => {
    assert.deepEqual(spec.externalLabels, { cluster: "paris" });
  });

  it("names replicas by the label that Query removes", () => {
    assert.equal(spec.replicaExternalLabelName, "prometheus_replica");
  });

  it("takes monitors, rules and scrape configs of every namespace", () => {
    const selectors = Object.entries(spec).filter(([key]) => /Selector$/.test(key));
    assert.deepEqual(
      selectors.filter(([key]) => key !== "nodeSelector").map(([, value]) => value),
      Array.from({ length: 10 }, () => ({})),
    );
  });

  it("uploads blocks of two hours, by leaving the operator's default", () => {
    assert.equal(spec.thanos.blockSize, undefined);
  });
});

describe("labels", () => {
  it("that select hold nothing that a new version changes", () => {
    assert.deepEqual(Object.keys(selectorLabels("a")), [
      "app.kubernetes.io/name",
      "app.kubernetes.io/instance",
    ]);
  });

  it("of an object hold the ones that select it", () => {
    const all = labels("a", "edge");
    assert.deepEqual({ ...all, ...selectorLabels("a") }, all);
  });

  it("of a monitor's samples name the pod, not its address", () => {
    const [endpoint] = serviceMonitorSpec("a", "http", "15s").endpoints;
    assert.deepEqual(endpoint?.relabelings, [
      { sourceLabels: ["namespace", "pod"], separator: "/", targetLabel: "instance" },
    ]);
  });
});
