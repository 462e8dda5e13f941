// A Prometheus that was there before, made here by the operator: the program's own outputs say what it needs more.
import * as assert from "node:assert/strict";
import { z } from "zod";
import { apply, kubectl } from "../../../lab/cluster/kubectl";
import { clusters, observees } from "../../../lab/cluster/machines";
import { query } from "../../../lab/query";
import { until } from "../../../lab/run";
import { prometheusPodSecurity } from "../../../specs/security";
import { IMAGES, imageReference } from "../../../specs/versions";
import { budget } from "../support/budget";
import { mustUp } from "../support/engine";
import { configure } from "../support/overrides";
import { settled } from "../support/query-loop";
import { outputsOf } from "../support/stacks";

const CLUSTER = observees[1].name;
const THEIRS = "lab-monitoring";
const NAME = "theirs";
const PATIENCE = 120;

const KEYS = {
  prometheus: { scrapeInterval: "5s" },
  externalPrometheus: {
    namespace: THEIRS,
    sidecar: `dnssrv+_grpc._tcp.${NAME}.${THEIRS}.svc`,
  },
};
const NONE = { prometheus: undefined, externalPrometheus: undefined };

const additions = z.object({ operator: z.record(z.string(), z.unknown()) });

const RBAC = "rbac.authorization.k8s.io";
const metadata = { name: NAME, namespace: THEIRS };
const ROLE = { name: `${THEIRS}-${NAME}` };
const READ = ["get", "list", "watch"];

const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: THEIRS } };

/** With what the stack's outputs say has to be added. */
const theirs = (added: Readonly<Record<string, unknown>>): object[] => [
  { apiVersion: "v1", kind: "ServiceAccount", metadata },
  {
    apiVersion: `${RBAC}/v1`,
    kind: "ClusterRole",
    metadata: ROLE,
    rules: [{ apiGroups: [""], resources: ["services", "endpoints", "pods"], verbs: READ }],
  },
  {
    apiVersion: `${RBAC}/v1`,
    kind: "ClusterRoleBinding",
    metadata: ROLE,
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: ROLE.name },
    subjects: [{ kind: "ServiceAccount", ...metadata }],
  },
  {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "Prometheus",
    metadata,
    spec: {
      image: imageReference("prometheus", {}),
      version: IMAGES.prometheus.tag,
      serviceAccountName: NAME,
      securityContext: prometheusPodSecurity,
      serviceMonitorSelector: {},
      serviceMonitorNamespaceSelector: {},
      ...added,
    },
  },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata,
    spec: {
      clusterIP: "None",
      selector: { "operator.prometheus.io/name": NAME },
      ports: [{ name: "grpc", port: 10901, targetPort: "grpc" }],
    },
  },
];

/** Which Prometheus the cluster's targets in an answer are of. */
async function scrapers(): Promise<string[]> {
  const { samples } = await query(`count by (prometheus) (up{cluster="${CLUSTER}"})`);
  return samples.map(({ labels }) => labels["prometheus"] ?? "").sort();
}

async function untilScrapedBy(expected: readonly string[]): Promise<void> {
  const last = { scrapers: [""] };
  await until(
    PATIENCE,
    async () => {
      last.scrapers = await scrapers().catch((error: unknown) => [String(error)]);
      return last.scrapers.join() === expected.join();
    },
    2,
  );
  assert.deepEqual(last.scrapers, expected);
}

describe("a Prometheus that was there before", () => {
  budget(200);

  before("its namespace", () => apply(CLUSTER, [namespace]));
  after("everything as it was", async () => {
    await configure(CLUSTER, NONE);
    await mustUp(CLUSTER);
    await kubectl(CLUSTER, ["delete", "namespace", THEIRS, "--wait=false"]);
    await kubectl(CLUSTER, ["delete", "clusterrole,clusterrolebinding", ROLE.name]);
    await settled(clusters.map(({ name }) => name));
  });

  it("answers for its cluster once it has what the outputs say", async () => {
    await configure(CLUSTER, KEYS);
    await mustUp(CLUSTER);
    const { externalPrometheus } = await outputsOf(CLUSTER);
    await apply(CLUSTER, theirs(additions.parse(externalPrometheus).operator));
    await untilScrapedBy([`${THEIRS}/${NAME}`]);
  });

  it("uploads to the cluster's bucket with the Secret beside it", async () => {
    const sidecar = ["logs", `prometheus-${NAME}-0`, "--namespace", THEIRS, "--container"];
    const log = await kubectl(CLUSTER, [...sidecar, "thanos-sidecar"]);
    assert.match(log, /provider=S3|bucket/i);
    assert.doesNotMatch(log, /level=error/);
  });

  it("away leaves its cluster out of the answer", async () => {
    await kubectl(CLUSTER, ["delete", "prometheus", NAME, "--namespace", THEIRS]);
    await untilScrapedBy([]);
  });
});
