// An existing Prometheus, created here by the operator: the stack's outputs say what to add to it.
import * as assert from "node:assert/strict";
import { z } from "zod";
import { apply, kubectl } from "../../../lab/cluster/kubectl";
import { clusters, observees, observer } from "../../../lab/cluster/machines";
import { query } from "../../../lab/query";
import { until } from "../../../lab/run";
import { prometheusPodSecurity } from "../../../kubernetes/security";
import { IMAGES, imageReference } from "../../../kubernetes/images";
import { storeName } from "../../../kubernetes/names";
import { becomes } from "../support/answers";
import { bucketOf, metasOf, removeBlocks } from "../support/blocks";
import { budget } from "../support/budget";
import { mustUp } from "../support/engine";
import { configure } from "../support/overrides";
import { panelSumOf } from "../support/panels";
import { settled } from "../support/query-loop";
import { scale } from "../support/scale";
import { outputsOf } from "../support/stacks";

const CLUSTER = observees[1].name;
const THEIRS = "lab-monitoring";
const NAME = "theirs";

/** As kube-prometheus-stack selects by default: by the name of its release. */
const RELEASE = { release: "lab" };
const SELECTED = { matchLabels: RELEASE };

const KEYS = {
  prometheus: { scrapeInterval: "5s" },
  monitors: { labels: RELEASE },
  externalPrometheus: {
    namespace: THEIRS,
    sidecar: `dnssrv+_grpc._tcp.${NAME}.${THEIRS}.svc`,
  },
};
const NONE = { prometheus: undefined, monitors: undefined, externalPrometheus: undefined };

/** Seconds for a block of half a minute to be cut, once its head is half as long again, and uploaded. */
const PATIENCE = 150;
const BLOCK = "30s";

const additions = z.object({
  operator: z.looseObject({ thanos: z.record(z.string(), z.unknown()) }),
});
type Additions = z.infer<typeof additions>["operator"];

const RBAC = "rbac.authorization.k8s.io";
const metadata = { name: NAME, namespace: THEIRS };
const ROLE = { name: `${THEIRS}-${NAME}` };
const READ = ["get", "list", "watch"];

const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: THEIRS } };

/** With the settings from the stack's outputs. */
const theirs = (added: Additions): object[] => [
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
      serviceMonitorSelector: SELECTED,
      serviceMonitorNamespaceSelector: {},
      ruleSelector: SELECTED,
      ruleNamespaceSelector: {},
      ...added,
      thanos: { ...added.thanos, blockSize: BLOCK },
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

const GATEWAYS = `statefulset/${storeName(CLUSTER)}`;

/** Blocks of theirs in the cluster's bucket. */
const uploaded = async (): Promise<string[]> =>
  (await metasOf(bucketOf(CLUSTER)))
    .filter(({ thanos }) => thanos.labels["prometheus"] === `${THEIRS}/${NAME}`)
    .map(({ ulid }) => ulid);

/** The Prometheus of each target of the cluster in an answer. */
async function scrapers(): Promise<string[]> {
  const { samples } = await query(
    // Without blocks that the sidecar uploads during its shutdown.
    `count by (prometheus) (last_over_time(up{cluster="${CLUSTER}"}[1m]))`,
  );
  return samples.map(({ labels }) => labels["prometheus"] ?? "").sort();
}

describe("an existing Prometheus", () => {
  budget(280);

  before("create its namespace", () => apply(CLUSTER, [namespace]));
  after("restore everything", async () => {
    await configure(CLUSTER, NONE);
    await mustUp(CLUSTER);
    await kubectl(CLUSTER, ["delete", "namespace", THEIRS, "--wait=false"]);
    await kubectl(CLUSTER, ["delete", "clusterrole,clusterrolebinding", ROLE.name]);
    // A gateway that has listed these blocks would look for them until its next look at the bucket.
    await scale(observer.name, GATEWAYS, 0);
    await removeBlocks(bucketOf(CLUSTER), await uploaded());
    await scale(observer.name, GATEWAYS, 2);
    await settled(clusters.map(({ name }) => name));
  });

  it("answers for its cluster with the settings from the stack's outputs", async () => {
    await configure(CLUSTER, KEYS);
    await mustUp(CLUSTER);
    const { externalPrometheus } = await outputsOf(CLUSTER);
    await apply(CLUSTER, theirs(additions.parse(externalPrometheus).operator));
    await becomes(scrapers, [`${THEIRS}/${NAME}`]);
    assert.equal(await panelSumOf("fleet: Each cluster", CLUSTER), 1);
  });

  it("evaluates the program's alerts, which have its label", () =>
    becomes(async () => {
      const { samples } = await query(
        `ALERTS{alertname="ThanosFleetWatchdog",cluster="${CLUSTER}"}`,
      );
      return samples.map(({ labels }) => labels["prometheus"] ?? "");
    }, [`${THEIRS}/${NAME}`]));

  it("uploads to the cluster's bucket with the Secret that `up` created", async () => {
    const came = await until(PATIENCE, async () => (await uploaded()).length > 0, 1);
    assert.ok(came, "no block of theirs is in the bucket");
  });

  it("is missing from the answer while it does not run", async () => {
    await kubectl(CLUSTER, ["delete", "prometheus", NAME, "--namespace", THEIRS]);
    await becomes(scrapers, []);
  });
});
