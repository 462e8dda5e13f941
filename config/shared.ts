// Configuration keys of both roles.
import { z } from "zod";
import { alertmanager } from "../components/alertmanager/config";
import { alerts } from "../components/cluster-metrics/alerts-config";
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
        "Path of the kubeconfig file, from the project's folder, or with `~/` from the home of whoever runs Pulumi; without it the files of `$KUBECONFIG`, or `~/.kube/config`.",
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
  region: text.describe("Region in which the bucket and its key are made."),
  profile: text.describe("Profile of the shared AWS configuration; the ambient one is never used."),
  accountId: accountNumber.describe("The account; work in any other is refused."),
  tags: z
    .record(z.string(), z.string())
    .default({})
    .describe("Tags of everything that is made in AWS."),
});

const digestsByName = Object.fromEntries(
  IMAGE_NAMES.map((name) => [name, digest.optional()]),
) as Record<ImageName, z.ZodOptional<typeof digest>>;

const images = z
  .strictObject({
    registry: registry
      .optional()
      .describe("Host, and path if any, of a mirror that keeps the publishers' repository names."),
    digests: z.strictObject(digestsByName).optional().describe("Digests to pin."),
  })
  .prefault({});

const unsafeForTests = z
  .strictObject({
    blockDuration: duration.optional().describe("Length of an uploaded block."),
    retention: duration.optional().describe("Prometheus' retention, below what is safe."),
    consistencyDelay: duration.optional().describe("The Compactor's consistency delay."),
    secretDelay: duration
      .optional()
      .describe("How long a changed Secret takes to reach its pods; two minutes without it."),
    plaintextObjectStore: z.boolean().optional().describe("Speak HTTP to the object store."),
    alwaysRenew: z
      .boolean()
      .optional()
      .describe("Every leaf certificate is due for renewal at every `up`."),
  })
  .prefault({});

/** Description of the key in both roles. */
export const ALERTMANAGER =
  "Alertmanager, to which Prometheus and the Ruler send alerts; none without it.";

export const sharedKeys = {
  cluster: clusterName.describe(
    "Name in the fleet and `cluster` label of all its metrics, for good: a DNS label of at most 39 characters.",
  ),
  namespace: namespaceName.default("thanos").describe("Namespace that the program makes."),
  kubernetes: kubernetes.describe("The cluster."),
  aws: aws.optional().describe("Who makes bucket, key and roles on AWS."),
  objectStore: objectStore.describe("Where the blocks are kept."),
  prometheus: prometheus.describe("Prometheus."),
  externalPrometheus: externalPrometheus
    .optional()
    .describe("A Prometheus that is there already, in place of one that is made."),
  compact: compact.describe("The Compactor."),
  alertmanager: alertmanager.optional().describe(ALERTMANAGER),
  monitoringStack: monitoringStack.describe(
    "Who brings prometheus-operator and exporters: `present`, they are there, or `helm`, a release of kube-prometheus-stack.",
  ),
  alerts: alerts.describe("Alerts on the parts of this program."),
  bucketWeb: bucketWeb
    .optional()
    .describe("Bucket web, a page that shows the bucket's blocks; none without it."),
  size: z
    .enum(["small", "medium", "large"])
    .default("small")
    .describe(
      "Requests and memory limits of every part: about 250,000, 500,000 or 1,000,000 active series in each Prometheus.",
    ),
  images: images.describe("Where images come from."),
  networkPolicies: networkPolicies.describe(
    "NetworkPolicies of the namespace: nothing may call anything but what the parts need.",
  ),
  certificates: certificates.describe("Lives and keys of the certificates that are made here."),
  unsafeForTests: unsafeForTests.describe(
    "The only way past the rules that protect data; refused with AWS.",
  ),
};

export type SharedConfig = z.infer<z.ZodObject<typeof sharedKeys>>;
