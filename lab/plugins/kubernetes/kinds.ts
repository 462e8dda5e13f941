// What is known of Kubernetes' own kinds without asking a server: their scope and fixed fields.
import { at, isObject, type Path, type Value, type Values } from "../protocol/values";
import { covers, parsePath, type Change } from "../protocol/diff";

const builtInGroups = new Set([
  ...["", "apps", "autoscaling", "batch", "policy", "admissionregistration.k8s.io"],
  ...["apiextensions.k8s.io", "apiregistration.k8s.io", "authentication.k8s.io"],
  ...["authorization.k8s.io", "certificates.k8s.io", "coordination.k8s.io", "discovery.k8s.io"],
  ...["events.k8s.io", "flowcontrol.apiserver.k8s.io", "networking.k8s.io", "node.k8s.io"],
  ...["rbac.authorization.k8s.io", "resource.k8s.io", "scheduling.k8s.io", "storage.k8s.io"],
]);

const clusterScoped = new Set([
  ...["Namespace", "Node", "PersistentVolume", "ComponentStatus", "CustomResourceDefinition"],
  ...["ClusterRole", "ClusterRoleBinding", "APIService", "StorageClass", "CSIDriver", "CSINode"],
  ...["VolumeAttachment", "VolumeAttributesClass", "PriorityClass", "RuntimeClass", "IngressClass"],
  ...["IPAddress", "ServiceCIDR", "FlowSchema", "PriorityLevelConfiguration", "DeviceClass"],
  ...["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration", "ResourceSlice"],
  ...["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "ClusterTrustBundle"],
  ...["MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "CertificateSigningRequest"],
  ...["TokenReview", "SelfSubjectReview", "SubjectAccessReview", "SelfSubjectAccessReview"],
]);

export function groupOf(object: Values): string {
  const apiVersion = String(object["apiVersion"] ?? "");
  return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}

/** Undefined for a custom resource: only the server knows its scope. */
export function isNamespaced(object: Values): boolean | undefined {
  return builtInGroups.has(groupOf(object))
    ? !clusterScoped.has(String(object["kind"]))
    : undefined;
}

export interface Mutability {
  readonly secrets: boolean;
  readonly configMaps: boolean;
}

const everywhere = ["apiVersion", "kind", "metadata.name", "metadata.namespace"];

const fixed: Record<string, readonly string[]> = {
  "apps/Deployment": ["spec.selector"],
  "apps/DaemonSet": ["spec.selector"],
  "apps/ReplicaSet": ["spec.selector"],
  "apps/StatefulSet": [
    ...["spec.selector", "spec.serviceName", "spec.volumeClaimTemplates"],
    ...["spec.podManagementPolicy", "spec.revisionHistoryLimit"],
  ],
  "batch/Job": ["spec.template", "spec.selector", "spec.completions", "spec.completionMode"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "storage.k8s.io/StorageClass": [
    "parameters",
    "provisioner",
    "reclaimPolicy",
    "volumeBindingMode",
  ],
  "/PersistentVolumeClaim": ["spec"],
  "/Secret": ["type"],
};

/** True when the server would refuse the change in place, or the provider's settings say so. */
export function needsReplacement(
  change: Change,
  olds: Values,
  news: Values,
  mutability: Mutability,
): boolean {
  const kind = `${groupOf(news)}/${String(news["kind"])}`;
  const within = (patterns: readonly string[]) =>
    patterns.some((pattern) => touches(parsePath(pattern), change.path));
  if (within(everywhere)) {
    return true;
  }
  switch (kind) {
    case "/Service": {
      const [had, has] = [olds, news].map((from) => at(from, ["spec", "clusterIP"]));
      return within(["spec.clusterIP"]) && isSet(had) && isSet(has);
    }
    case "/PersistentVolumeClaim":
      return within(["spec"]) && !within(["spec.resources"]);
    case "/Secret": {
      const frozen = olds["immutable"] === true || !mutability.secrets;
      return within(["type"]) || (frozen && within(["data", "stringData"])) || thaws(olds, change);
    }
    case "/ConfigMap": {
      const frozen = olds["immutable"] === true || !mutability.configMaps;
      return (frozen && within(["data", "binaryData"])) || thaws(olds, change);
    }
    default:
      return within(fixed[kind] ?? []);
  }
}

/** The change is at, below or above the path: `metadata` as a whole holds metadata.name too. */
function touches(pattern: Path, path: Path): boolean {
  return covers(pattern, path) || (path.length < pattern.length && covers(path, pattern));
}

function isSet(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== "";
}

function thaws(olds: Values, change: Change): boolean {
  return olds["immutable"] === true && change.path[0] === "immutable";
}

export function metadataOf(object: Values | undefined): Values {
  const metadata = object?.["metadata"];
  return isObject(metadata) ? metadata : {};
}

export function annotationOf(object: Values, name: string): string | undefined {
  const value = at(metadataOf(object), ["annotations", name]);
  return value === undefined || value === null ? undefined : String(value);
}
