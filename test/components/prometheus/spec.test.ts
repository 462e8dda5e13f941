// Prometheus: what it scrapes, under which labels, and how its data stays whole.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { z } from "zod";
import { labels, selectorLabels } from "../../../kubernetes/labels";
import { prometheusSpec } from "../../../components/prometheus/spec";
import { scrapeConfigs, type KubeletTls } from "../../../components/prometheus/scrape-configs";
import { field, ofKind } from "../../policy/objects";
import { READ_BY_CHART } from "../../support/chart-metrics";
import { OBSERVER, withKeys } from "../../support/configs";
import { runShowingSecrets, stack } from "../../support/fleet";
import { serviceMonitor } from "../../../kubernetes/service-monitor";

const jobs = z.array(
  z.looseObject({
    job_name: z.string(),
    metrics_path: z.string().optional(),
    tls_config: z.looseObject({ insecure_skip_verify: z.boolean().optional() }),
  }),
);
const SCRAPE = { kubelet: true, apiServer: true };
const jobsOf = (kubeletTls: KubeletTls, scrape: Partial<typeof SCRAPE> = {}) =>
  jobs.parse(
    parse(scrapeConfigs({ kubeletTls, scrape: { ...SCRAPE, ...scrape }, histograms: false })),
  );

const relabelled = z.array(
  z.object({
    job_name: z.string(),
    metric_relabel_configs: z
      .array(
        z.strictObject({
          action: z.literal("drop"),
          source_labels: z.enum(["__name__", "le"]).array(),
          regex: z.string(),
        }),
      )
      .default([]),
  }),
);

/** Which of a job's metrics a stack drops as they are scraped; one with a bucket's bound behind a semicolon. */
async function droppedIn(kind: string, job: string, metrics: readonly string[]): Promise<string[]> {
  const config = withKeys(OBSERVER, { observees: [], monitoringStack: { kind } });
  const { resources } = await runShowingSecrets(config, {});
  const texts = ofKind(resources, "Secret").flatMap(({ inputs }) => {
    const text = field(inputs, "stringData", "scrape-configs.yaml");
    return typeof text === "string" ? [text] : [];
  });
  const rules = texts
    .flatMap((text) => relabelled.parse(parse(text)))
    .filter(({ job_name }) => job_name === job)
    .flatMap(({ metric_relabel_configs }) => metric_relabel_configs);
  assert.equal(texts.length, 1);
  return metrics.filter((metric) => {
    const [__name__ = "", le = ""] = metric.split(";");
    return rules.some(({ source_labels, regex }) =>
      new RegExp(`^(?:${regex})$`).test(
        source_labels.map((label) => ({ __name__, le })[label]).join(";"),
      ),
    );
  });
}

const ARGS = {
  cluster: "paris",
  size: "small",
  images: { prometheus: "p:v1", thanos: "t:v1" },
  replicas: 2,
  retention: "2d",
  retentionSize: "12Gi",
  scrapeInterval: "15s",
  evaluationInterval: "30s",
  storage: { size: "15Gi" },
  objstoreSecret: "thanos-objstore",
  objstoreChecksum: "0",
  shards: 1,
  antiAffinity: "preferred",
} as const;
const spec = prometheusSpec(ARGS);

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

  it("leave out what another monitoring stack scrapes", () => {
    const names = (scrape: Partial<typeof SCRAPE>) =>
      jobsOf("verify", scrape).map(({ job_name }) => job_name);
    assert.deepEqual(names({ kubelet: false }), ["apiserver"]);
    assert.deepEqual(names({ apiServer: false }), ["kubelet", "cadvisor"]);
    assert.deepEqual(names({ kubelet: false, apiServer: false }), []);
  });

  it("track the staleness of cadvisor's samples, which have timestamps", () => {
    assert.deepEqual(
      jobsOf("verify").map((job) => job.track_timestamps_staleness),
      [undefined, undefined, true],
    );
  });

  it("check every certificate by default", () => {
    assert.deepEqual(
      jobsOf("verify").map((job) => job.tls_config.insecure_skip_verify === true),
      [false, false, false],
    );
  });

  it("always verify the API server, even with skipVerify", () => {
    assert.deepEqual(
      jobsOf("skipVerify").map((job) => job.tls_config.insecure_skip_verify === true),
      [false, true, true],
    );
  });

  it("authenticate by the pod's own rotating token", () => {
    const text = scrapeConfigs({ kubeletTls: "verify", scrape: SCRAPE, histograms: true });
    assert.doesNotMatch(text, /credentials: /);
  });

  for (const [job, metrics] of Object.entries(READ_BY_CHART)) {
    it(`of ${job} keep with kube-prometheus-stack all that its rules read`, async () => {
      assert.deepEqual(await droppedIn("helm", job, metrics), []);
    });
  }

  it("drop histograms and buckets that no rule or dashboard uses", async () => {
    const [latency, waiting] = [
      "apiserver_request_sli_duration_seconds_bucket",
      "workqueue_queue_duration_seconds_bucket",
    ];
    const all = [
      ...["0.45", "3.0", "45"].map((le) => `${latency};${le}`),
      ...["etcd_request_duration_seconds", "apiserver_watch_list_duration_seconds"].map(
        (metric) => `${metric}_bucket;1.0`,
      ),
    ];
    assert.deepEqual(await droppedIn("helm", "apiserver", all), all);
    const unread = [...all, `${latency};1.0`, `${waiting};0.1`];
    assert.deepEqual(await droppedIn("present", "apiserver", unread), unread);
  });
});

describe("Prometheus", () => {
  it("does not compact blocks", () => {
    assert.equal(spec.disableCompaction, true);
  });

  it("labels its samples with the cluster", () => {
    assert.deepEqual(spec.externalLabels, { cluster: "paris" });
  });

  it("has the replica label by which Query deduplicates", () => {
    assert.equal(spec.replicaExternalLabelName, "prometheus_replica");
  });

  it("selects monitors, rules and scrape configs of every namespace", () => {
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

describe("Prometheus' replicas", () => {
  const antiAffinity = (of: typeof spec) => of.affinity?.podAntiAffinity;

  it("prefer different nodes and zones", () => {
    const { podAffinityTerm } = Object(
      field(antiAffinity(spec), "preferredDuringSchedulingIgnoredDuringExecution", 0),
    ) as { podAffinityTerm?: unknown };
    assert.equal(field(podAffinityTerm, "topologyKey"), "kubernetes.io/hostname");
    assert.equal(spec.topologySpreadConstraints?.[0]?.topologyKey, "topology.kubernetes.io/zone");
  });

  it("never share a node with antiAffinity: required", () => {
    const { podAntiAffinity } =
      prometheusSpec({ ...ARGS, antiAffinity: "required" }).affinity ?? {};
    assert.deepEqual(Object.keys(Object(podAntiAffinity)), [
      "requiredDuringSchedulingIgnoredDuringExecution",
    ]);
  });

  it("are spread per shard", () => {
    const term = field(
      prometheusSpec({ ...ARGS, antiAffinity: "required" }).affinity?.podAntiAffinity,
      "requiredDuringSchedulingIgnoredDuringExecution",
      0,
    );
    assert.deepEqual(field(term, "matchLabelKeys"), ["operator.prometheus.io/shard"]);
    assert.equal(spec.topologySpreadConstraints?.[0]?.additionalLabelSelectors, "OnShard");
  });

  it("have a disruption budget only if there are several", async () => {
    const budget = "observee-metrics-prometheus-budget";
    const namesOf = async (name: string) => (await stack(name)).resources.map((r) => r.name);
    assert.ok((await namesOf("sharded-prometheus")).includes(budget));
    assert.ok(!(await namesOf("observee")).includes(budget));
  });

  it("have none of that if there is only one", () => {
    const { affinity, topologySpreadConstraints, shards } = prometheusSpec({
      ...ARGS,
      replicas: 1,
    });
    assert.deepEqual(
      [affinity, topologySpreadConstraints, shards],
      [undefined, undefined, undefined],
    );
  });
});

describe("Prometheus' disk", () => {
  it("has an fsGroup, so that the sidecar can write to it", () => {
    const { runAsGroup, fsGroup } = spec.securityContext;
    assert.equal(fsGroup, 2000);
    assert.equal(runAsGroup, fsGroup);
  });

  it("has a size limit in Prometheus' own unit", () => {
    assert.equal(prometheusSpec({ ...ARGS, retentionSize: "10G" }).retentionSize, "10GB");
    assert.equal(prometheusSpec({ ...ARGS, retentionSize: "10Gi" }).retentionSize, "10GiB");
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
    const [endpoint] = serviceMonitor({
      ...{ service: "a", namespace: "n", component: "c", port: "http", interval: "15s" },
    }).spec.endpoints;
    assert.deepEqual(endpoint?.relabelings, [
      { sourceLabels: ["namespace", "pod"], separator: "/", targetLabel: "instance" },
    ]);
  });
});
