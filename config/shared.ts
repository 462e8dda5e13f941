// Configuration keys of both roles.
import { z } from "zod";
import { alertmanager } from "../components/alertmanager/config";
import { alerts } from "../components/cluster-metrics/alerts-config";
import { monitors } from "../components/cluster-metrics/monitors-config";
import { monitoringStack } from "../components/monitoring-stack/config";
import { bucketWeb } from "../components/bucket-web/config";
import { certificates } from "../components/pki/config";
import { compact } from "../components/compactor/config";
import { objectStore } from "../components/object-store/config";
import { registry } from "./image-registry";
import { IMAGE_NAMES, type ImageName } from "../kubernetes/images";
import { externalPrometheus } from "../components/prometheus/external-config";
import { networkPolicies } from "../components/network-policies/config";
import { prometheus } from "../components/prometheus/config";
import { namespaceName } from "./kubernetes-metadata";
import { checkedText, clusterName, digest, duration, text } from "./primitives";

const kubernetes = z
  .strictObject({
    context: text.describe("Kube context; the current one is never used."),
    kubeconfig: text
      .optional()
      .describe(
        "Path of the kubeconfig file, relative to the project's folder, or with `~/` to the home folder; by default the files of `$KUBECONFIG`, else `~/.kube/config`.",
      ),
  })
  // A missing object is parsed as an empty one, so that the error names the required key in it.
  .prefault(() => JSON.parse("{}"));

const accountNumber = checkedText(
  (id) => /^\d{12}$/.test(id),
  "must be the twelve digits of an AWS account",
  "quote it, so that YAML keeps it a text",
);

const aws = z.strictObject({
  region: text.describe("Region of the bucket and its key."),
  profile: text.describe("Profile of the shared AWS configuration; the ambient one is never used."),
  accountId: accountNumber.describe("The account; any other account is refused."),
  tags: z.record(z.string(), z.string()).default({}).describe("Tags of every AWS resource."),
});

const digestsByName = Object.fromEntries(
  IMAGE_NAMES.map((name) => [name, digest.optional()]),
) as Record<ImageName, z.ZodOptional<typeof digest>>;

const images = z
  .strictObject({
    registry: registry
      .optional()
      .describe(
        "Registry mirror, `host[:port][/path]`, that keeps the publishers' repository names.",
      ),
    digests: z.strictObject(digestsByName).optional().describe("Digests to pin."),
  })
  .prefault({});

const unsafeForTests = z
  .strictObject({
    blockDuration: duration.optional().describe("Length of an uploaded block."),
    retention: duration
      .optional()
      .describe("Prometheus' retention, which may be shorter than is safe."),
    consistencyDelay: duration.optional().describe("The Compactor's consistency delay."),
    secretDelay: duration
      .optional()
      .describe("How long a changed Secret takes to reach its pods; by default two minutes."),
    plaintextObjectStore: z.boolean().optional().describe("Access the object store by plain HTTP."),
    alwaysRenew: z.boolean().optional().describe("Renew every leaf certificate at every `up`."),
  })
  .prefault({});

/** Description of the key in both roles. */
export const ALERTMANAGER =
  "Alertmanager, to which Prometheus and the Ruler send alerts; not deployed by default.";

/** Schema of each key that both roles have. */
export const sharedKeys = {
  cluster: clusterName.describe(
    "Name of the cluster in the fleet and `cluster` label of all its metrics; a DNS label of at most 39 characters, which cannot change later.",
  ),
  namespace: namespaceName.default("thanos").describe("Namespace that the program creates."),
  kubernetes: kubernetes.describe("The cluster."),
  aws: aws
    .optional()
    .describe(
      "Account in which the bucket, its key and the roles are created, and how to access it.",
    ),
  objectStore: objectStore.describe("Where the blocks are kept."),
  prometheus: prometheus.describe("Prometheus."),
  externalPrometheus: externalPrometheus
    .optional()
    .describe("An existing Prometheus, instead of one that the program deploys."),
  compact: compact.describe("The Compactor."),
  alertmanager: alertmanager.optional().describe(ALERTMANAGER),
  monitoringStack: monitoringStack.describe(
    "Where prometheus-operator and the exporters come from: with `present` they are installed already, with `helm` by a release of kube-prometheus-stack.",
  ),
  monitors: monitors.describe("ServiceMonitors and PrometheusRules of this program."),
  alerts: alerts.describe("Alerts on the parts of this program."),
  bucketWeb: bucketWeb
    .optional()
    .describe("Bucket web, a page that shows the bucket's blocks; not deployed by default."),
  size: z
    .enum(["small", "medium", "large"])
    .default("small")
    .describe(
      "Requests and memory limits of every part: about 250,000, 500,000 or 1,000,000 active series in each Prometheus.",
    ),
  images: images.describe("Registry and digests of the images."),
  networkPolicies: networkPolicies.describe(
    "NetworkPolicies of the namespace, which allow only the connections that the parts need.",
  ),
  certificates: certificates.describe(
    "Lifetimes and keys of the certificates that the program issues.",
  ),
  unsafeForTests: unsafeForTests.describe(
    "Overrides for tests of the rules that protect data; refused with AWS.",
  ),
};

export type SharedConfig = z.infer<z.ZodObject<typeof sharedKeys>>;
