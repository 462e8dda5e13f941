// The modules of Pulumi's kubernetes package that components use. Import this instead of the package's index, which
// also loads Helm charts, YAML and Kustomize on every `up`.
export type { types } from "@pulumi/kubernetes";
export * as apiextensions from "@pulumi/kubernetes/apiextensions";
export * as apps from "@pulumi/kubernetes/apps";
export * as batch from "@pulumi/kubernetes/batch";
export * as core from "@pulumi/kubernetes/core";
export * as networking from "@pulumi/kubernetes/networking";
export * as policy from "@pulumi/kubernetes/policy";
export { Provider } from "@pulumi/kubernetes/provider";
export * as rbac from "@pulumi/kubernetes/rbac";
