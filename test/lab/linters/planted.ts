// Faults that linters must find: each is put into one resource of an example.
import * as assert from "node:assert/strict";
import type { Recorded } from "../../../tools/render/recorded";
import { IMAGES } from "../../../kubernetes/images";
import type { Stacks } from "./findings";

/** A fault in one resource, which is changed or removed. */
export interface Plant {
  readonly name: string;
  readonly type: string;
  /** Text in its inputs, and the replacement; without it the resource is removed. */
  readonly change?: readonly [from: string, to: string];
  /** The check that finds it. */
  readonly found: string;
}

const query = { name: "observee-query-leaf", type: ":Deployment" };
const compact = { name: "observee-metrics-compact", type: ":StatefulSet" };
const budget = { name: "observee-query-leaf-budget", type: ":PodDisruptionBudget" };

export const MANIFESTS: Readonly<Record<string, Plant>> = {
  "may-gain-privileges": {
    ...query,
    change: ['"allowPrivilegeEscalation":false', '"allowPrivilegeEscalation":true'],
    found: "checkov CKV_K8S_20",
  },
  privileged: {
    ...query,
    change: ['"allowPrivilegeEscalation":false', '"privileged":true'],
    found: "kube-linter privileged-container",
  },
  "writes-its-root": {
    ...query,
    change: ['"readOnlyRootFilesystem":true', '"readOnlyRootFilesystem":false'],
    found: "kube-linter no-read-only-root-fs",
  },
  "mounts-a-token": {
    ...query,
    change: ['"automountServiceAccountToken":false', '"automountServiceAccountToken":true'],
    found: "checkov CKV_K8S_38",
  },
  "no-liveness": {
    ...compact,
    change: ['"livenessProbe"', '"lifecycleProbe"'],
    found: "checkov CKV_K8S_8",
  },
  "no-memory-limit": {
    ...compact,
    change: ['"limits":', '"limit":'],
    found: "kube-score container-resources memory-limit-is-not-set",
  },
  "latest-image": {
    ...query,
    change: [`:${IMAGES.thanos.tag}`, ":latest"],
    found: "kube-score container-image-tag image-with-latest-tag",
  },
  "no-disruption-budget": {
    ...budget,
    found:
      "kube-score deployment-has-poddisruptionbudget no-matching-poddisruptionbudget-was-found",
  },
  "budget-that-keeps-broken-pods": {
    ...budget,
    change: ['"unhealthyPodEvictionPolicy"', '"x"'],
    found: "kube-linter pdb-unhealthy-pod-eviction-policy",
  },
  "service-of-nobody": {
    name: "observee-query-leaf-service",
    type: ":Service",
    change: [
      '"app.kubernetes.io/instance":"thanos-query-leaf"',
      '"app.kubernetes.io/instance":"x"',
    ],
    found: "kube-score service-targets-pod the-services-selector-does-not-match-any-pods",
  },
  "service-of-no-operated-pod": {
    name: "observee-metrics-prometheus-service",
    type: ":Service",
    change: ['"operator.prometheus.io/name":"fleet"', '"operator.prometheus.io/name":"x"'],
    found: "kube-score service-targets-pod the-services-selector-does-not-match-any-pods",
  },
  "policy-of-no-operated-pod": {
    name: "observee-network-prometheus",
    type: ":NetworkPolicy",
    change: [
      '"podSelector":{"matchLabels":{"operator.prometheus.io/name":"fleet"}}',
      '"podSelector":{"matchLabels":{"operator.prometheus.io/name":"x"}}',
    ],
    found:
      "kube-score networkpolicy-targets-pod the-networkpolicys-selector-doesn't-match-any-pods",
  },
  "no-limit-of-logs": {
    ...compact,
    change: ['"ephemeral-storage":"1Gi",', ""],
    found:
      "kube-score container-ephemeral-storage-request-and-limit ephemeral-storage-limit-is-not-set",
  },
  "a-secret-in-a-variable": {
    ...compact,
    change: [
      '"image":',
      '"env":[{"name":"KEY","valueFrom":{"secretKeyRef":{"name":"a","key":"b"}}}],"image":',
    ],
    found: "checkov CKV_K8S_35",
  },
  // A warning.
  "one-replica": {
    ...query,
    change: ['"replicas":2', '"replicas":1'],
    found: "kube-score deployment-replicas deployment-few-replicas",
  },
};

const bucket = "observee-metrics-bucket";
const block = { name: `${bucket}-public-access`, type: ":BucketPublicAccessBlock" };
const policy = { name: "observee-metrics-compact-iam-observee", type: ":RolePolicy" };

export const CLOUD: Readonly<Record<string, Plant>> = {
  "a-bucket-without-encryption": {
    name: `${bucket}-encryption`,
    type: ":BucketServerSideEncryptionConfiguration",
    found: "checkov CKV_AWS_145",
  },
  "a-bucket-that-all-may-read": {
    name: bucket,
    type: "bucket:Bucket",
    change: ['"bucket":', '"acl":"public-read","bucket":'],
    found: "checkov CKV_AWS_20",
  },
  "a-bucket-without-versions": {
    name: `${bucket}-versioning`,
    type: ":BucketVersioning",
    change: ['"Enabled"', '"Suspended"'],
    found: "checkov CKV_AWS_21",
  },
  "a-bucket-that-takes-public-lists": {
    ...block,
    change: ['"blockPublicAcls":true', '"blockPublicAcls":false'],
    found: "checkov CKV_AWS_53",
  },
  "a-bucket-with-no-public-access-block": { ...block, found: "checkov CKV2_AWS_6" },
  "a-bucket-without-lifecycle": {
    name: `${bucket}-lifecycle`,
    type: ":BucketLifecycleConfiguration",
    found: "checkov CKV2_AWS_61",
  },
  "a-key-that-is-not-rotated": {
    name: `${bucket}-key`,
    type: ":Key",
    change: ['"enableKeyRotation":true', '"enableKeyRotation":false'],
    found: "checkov CKV_AWS_7",
  },
  "a-role-that-may-everything": {
    ...policy,
    change: ['\\"s3:DeleteObject\\"', '\\"*\\"'],
    found: "checkov CKV_AWS_63",
  },
};

/** The stack with the fault; a fault that changes nothing is an error of the test. */
function planted(resources: readonly Recorded[], plant: Plant): Recorded[] {
  const isIt = ({ name, type }: Recorded) => name === plant.name && type.endsWith(plant.type);
  assert.equal(resources.filter(isIt).length, 1, plant.name);
  const { change } = plant;
  if (change === undefined) {
    return resources.filter((one) => !isIt(one));
  }
  return resources.map((one) => {
    const text = JSON.stringify(one.inputs);
    assert.ok(!isIt(one) || text.includes(change[0]), `${plant.name} holds no ${change[0]}`);
    return isIt(one) ? { ...one, inputs: Object(JSON.parse(text.replaceAll(...change))) } : one;
  });
}

/** The example for the faults. */
export const EXAMPLE = "observee";

const PREFIX = "planted-";
export const plantedName = (fault: string): string => `${PREFIX}${fault}`;
export const isPlanted = (stack: string): boolean => stack.startsWith(PREFIX);

/** The example once for each fault. */
export const plantedStacks = (
  resources: readonly Recorded[],
  plants: Readonly<Record<string, Plant>>,
): Stacks =>
  Object.fromEntries(
    Object.entries(plants).map(([fault, plant]) => [plantedName(fault), planted(resources, plant)]),
  );
