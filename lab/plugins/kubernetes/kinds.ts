// Built-in Kubernetes kinds: their scope and immutable fields.
import { at, isObject, type Path, type Values } from "../protocol/values";
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

/** Undefined for custom resources, whose scope only the server knows. */
export function isNamespaced(object: Values): boolean | undefined {
  return builtInGroups.has(groupOf(object))
    ? !clusterScoped.has(String(object["kind"]))
    : undefined;
}

export interface Mutability {
  readonly secrets: boolean;
  readonly configMaps: boolean;
}

const everywhere = ["metadata.name", "metadata.namespace"];

/** The official plugin's list, without the fields of Pod and PersistentVolume. */
const fixed: Record<string, readonly string[]> = {
  "apps/Deployment": ["spec.selector"],
  "apps/DaemonSet": ["spec.selector"],
  "apps/StatefulSet": [
    ...["spec.selector", "spec.serviceName", "spec.volumeClaimTemplates"],
    ...["spec.podManagementPolicy", "spec.revisionHistoryLimit"],
  ],
  "batch/Job": ["spec.template", "spec.selector", "spec.completions", "spec.parallelism"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "storage.k8s.io/StorageClass": ["parameters", "provisioner"],
  "/PersistentVolumeClaim": [
    ...["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
  ],
  "/ResourceQuota": ["spec.scopes"],
  "/Service": ["spec.clusterIP"],
};

/** Whether the official plugin replaces the object for this change instead of updating it. */
export function needsReplacement(change: Change, news: Values, mutability: Mutability): boolean {
  const isWhole = change.path.length === 1 && change.path[0] === "metadata";
  return (
    (isWhole && change.kind === "delete") ||
    [...everywhere, ...fixedFields(news, mutability)]
      .map(parsePath)
      .some((field) => covers(field, change.path) || adds(change, field, news))
  );
}

function fixedFields(news: Values, { secrets, configMaps }: Mutability): readonly string[] {
  const kind = `${groupOf(news)}/${String(news["kind"])}`;
  const frozen = news["immutable"] === true;
  if (kind === "/Secret") {
    return frozen || !secrets ? ["type", "data", "stringData"] : ["type"];
  }
  if (kind === "/ConfigMap") {
    return frozen || !configMaps ? ["data", "binaryData"] : [];
  }
  return fixed[kind] ?? [];
}

/** The change adds or updates a parent of the field, and the field is set. */
function adds(change: Change, field: Path, news: Values): boolean {
  return change.kind !== "delete" && covers(change.path, field) && at(news, field) !== undefined;
}

export function metadataOf(object: Values | undefined): Values {
  const metadata = object?.["metadata"];
  return isObject(metadata) ? metadata : {};
}

export function annotationOf(object: Values, name: string): string | undefined {
  const value = at(metadataOf(object), ["annotations", name]);
  return value === undefined || value === null ? undefined : String(value);
}

export function idOf(object: Values): string {
  const { namespace, name } = metadataOf(object);
  return namespace === undefined ? String(name) : `${String(namespace)}/${String(name)}`;
}

export function kindIn(outputs: Values): { apiVersion: string; kind: string } | undefined {
  const { apiVersion, kind } = outputs;
  return typeof apiVersion === "string" && typeof kind === "string"
    ? { apiVersion, kind }
    : undefined;
}
