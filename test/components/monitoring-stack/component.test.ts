// kube-prometheus-stack by Helm: what it brings, what it leaves to the program, and that everything waits for it.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { manifests } from "../../../tools/render/manifests";
import type { Recorded } from "../../../tools/render/recorded";
import { chartArgs } from "../../../components/monitoring-stack/chart";
import { merged, stackValues } from "../../../components/monitoring-stack/spec";
import { field, ofKind } from "../../policy/objects";
import { alertsOf, jobsOf } from "../../support/alerts";
import { observerOutputs } from "../../../tools/render/references";
import { OBSERVEE, withKeys } from "../../support/configs";
import { ALL_STACKS, run, stack, unlessFailed } from "../../support/fleet";
import { ALERTMANAGER } from "../../../components/alertmanager/part";
import { PROMETHEUS } from "../../../components/prometheus/part";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const releaseOf = (resources: readonly Recorded[]) =>
  resources.find(({ type }) => type === RELEASE);
const recorded = async (name: string) => (await stack(name)).resources;
const valuesOf = async (name: string) => field(releaseOf(await recorded(name))?.inputs, "values");

/** All resources that a resource waits for, directly or by others. */
function waitsFor(resources: readonly Recorded[], one: Recorded): Set<string> {
  const found = new Set<string>();
  const add = (id: string): void => {
    if (!found.has(id)) {
      found.add(id);
      const next = resources.find(({ type, name }) => `${type}::${name}` === id);
      next?.dependsOn.forEach(add);
    }
  };
  one.dependsOn.forEach(add);
  return found;
}

describe("kube-prometheus-stack", () => {
  it("is not there unless it is asked for", async () => {
    const asked = ["helm", "helm-observee"];
    for (const name of ALL_STACKS.filter((each) => !asked.includes(each))) {
      assert.equal(releaseOf(await recorded(name)), undefined, name);
    }
  });

  it("brings no second Prometheus, Alertmanager, Grafana or datasource", async () => {
    const values = await valuesOf("helm-observee");
    for (const part of ["prometheus", "alertmanager", "grafana", "thanosRuler"]) {
      assert.equal(field(values, part, "enabled"), false, part);
    }
    assert.equal(field(values, "grafana", "forceDeployDatasources"), false);
  });

  it("brings operator, CRDs and exporters", async () => {
    const values = await valuesOf("helm-observee");
    for (const part of ["prometheusOperator", "crds", "kubeStateMetrics", "nodeExporter"]) {
      assert.equal(field(values, part, "enabled"), true, part);
    }
  });

  it("brings dashboards over many clusters to the observer alone", async () => {
    const forced = async (name: string) =>
      field(await valuesOf(name), "grafana", "forceDeployDashboards");
    assert.deepEqual([await forced("helm"), await forced("helm-observee")], [true, false]);
    assert.equal(
      field(
        await valuesOf("helm"),
        ...["grafana", "sidecar", "dashboards", "multicluster", "global", "enabled"],
      ),
      true,
    );
  });

  it("leaves to our own jobs what its rules select by them, and off what they select by its own", async () => {
    const values = await valuesOf("helm-observee");
    const jobs = jobsOf(await recorded("helm-observee"));
    for (const [part, job] of [
      ["kubelet", "kubelet"],
      ["kubeApiServer", "apiserver"],
    ] as const) {
      assert.deepEqual(field(values, part), { enabled: true, serviceMonitor: { enabled: false } });
      assert.ok(jobs.has(job), job);
    }
    for (const own of [PROMETHEUS.name, ALERTMANAGER.name]) {
      assert.equal(field(values, "defaultRules", "rules", own), false, own);
    }
    assert.equal(field(values, "defaultRules", "disabled", "Watchdog"), true);
  });

  it("leaves to an alert of our own what its alert on kubelets tells, which needs its Service of them", async () => {
    const values = await valuesOf("helm-observee");
    assert.equal(field(values, "prometheusOperator", "kubeletService", "enabled"), false);
    const names = alertsOf(await recorded("helm-observee")).map(({ alert }) => alert);
    assert.ok(names.includes("ThanosFleetKubeletDown"));
  });

  it("has a namespace that keeps privileged pods out, and another one for node-exporter", async () => {
    const resources = await recorded("helm");
    const standards = ofKind(resources, "Namespace").map(({ inputs }) => [
      field(inputs, "metadata", "name"),
      field(inputs, "metadata", "labels", "pod-security.kubernetes.io/enforce"),
    ]);
    assert.deepEqual(
      Object.fromEntries(standards.filter(([, standard]) => standard !== undefined)),
      {
        metrics: "restricted",
        operators: "baseline",
        "operators-nodes": "privileged",
      },
    );
    const values = await valuesOf("helm");
    assert.equal(field(values, "prometheus-node-exporter", "namespaceOverride"), "operators-nodes");
    assert.equal(field(releaseOf(resources)?.inputs, "namespace"), "operators");
  });

  it("has its own NetworkPolicies switched on, since its namespaces deny what they do not allow", async () => {
    const values = await valuesOf("helm");
    for (const part of ["prometheusOperator", "kube-state-metrics", "prometheus-node-exporter"]) {
      assert.equal(field(values, part, "networkPolicy", "enabled"), true, part);
    }
    // The chart would let it call nobody, not even the API server.
    assert.deepEqual(field(values, "kube-state-metrics", "networkPolicy", "egress"), [{}]);
  });

  it("has none where configuration wants none", async () => {
    const { resources } = unlessFailed(
      await run(
        withKeys(OBSERVEE, {
          monitoringStack: { kind: "helm" },
          networkPolicies: { enabled: false },
        }),
        { "organization/thanos-fleet/observer": observerOutputs(["paris"]) },
        "observee",
      ),
    );
    assert.deepEqual(ofKind(resources, "NetworkPolicy"), []);
    const values = field(releaseOf(resources)?.inputs, "values");
    for (const part of ["prometheusOperator", "kube-state-metrics", "prometheus-node-exporter"]) {
      assert.equal(field(values, part, "networkPolicy", "enabled"), false, part);
    }
  });

  it("is waited for by every object of the operator's kinds", async () => {
    for (const name of ["helm", "helm-observee"]) {
      const resources = await recorded(name);
      const release = releaseOf(resources);
      const custom = resources.filter(({ inputs }) =>
        String(inputs["apiVersion"]).startsWith("monitoring.coreos.com/"),
      );
      assert.ok(custom.length > 5);
      assert.deepEqual(
        custom
          .filter((one) => !waitsFor(resources, one).has(`${RELEASE}::${String(release?.name)}`))
          .map((one) => one.name),
        [],
      );
    }
  });

  it("takes the mirror of all images, and values of somebody's own before ours", async () => {
    const values = await valuesOf("helm");
    assert.equal(field(values, "global", "imageRegistry"), "mirror.example.com");
    assert.equal(field(values, "kubeEtcd", "enabled"), true);
    assert.deepEqual(field(values, "defaultRules", "disabled"), {
      KubeCPUOvercommit: true,
      Watchdog: true,
    });
  });

  it("is rendered as a file for helm, which kubectl passes over", async () => {
    const files = manifests(await recorded("helm"));
    const text = files.get("operators/Release-kube-prometheus-stack.values") ?? "";
    assert.match(
      text.split("\n")[0] ?? "",
      /^# helm upgrade --install kube-prometheus-stack oci:\S+ --namespace operators --version 88\.5\.3 --values \S+$/,
    );
    assert.deepEqual(parse(text), await valuesOf("helm"));
  });
});

describe("the chart", () => {
  const version = "1.2.3";

  it("comes from the publisher's repository, or from a mirror of it", () => {
    assert.deepEqual(chartArgs({ chart: "a", version }), {
      chart: "a",
      version,
      repositoryOpts: { repo: "https://prometheus-community.github.io/helm-charts" },
    });
    const mirror = chartArgs({ chart: "a", version, repository: "https://mirror.example.com" });
    assert.deepEqual(mirror.repositoryOpts, { repo: "https://mirror.example.com" });
  });

  it("comes from an OCI registry, or from this machine, without a repository", () => {
    const chart = "oci://mirror.example.com/a";
    const none = { repositoryOpts: undefined };
    assert.deepEqual(chartArgs({ chart, version }), { chart, version, ...none });
    assert.deepEqual(chartArgs({ chart: "./a", version }), {
      ...{ chart: "./a", version: undefined },
      ...none,
    });
  });
});

describe("merged values", () => {
  it("are deep in objects, whole in lists, and let null take away", () => {
    assert.deepEqual(
      merged({ a: { b: 1, c: [1, 2] }, d: 1 }, { a: { c: [3], e: null }, d: { f: 1 } }),
      { a: { b: 1, c: [3], e: null }, d: { f: 1 } },
    );
  });

  it("are ours where nobody says more", () => {
    const ours = stackValues({ nodeNamespace: "nodes", dashboards: true, networkPolicies: true });
    assert.deepEqual(merged(ours, {}), ours);
  });
});
