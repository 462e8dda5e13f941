// Creates the Ingress of a part, if the configuration has one.
import type * as pulumi from "@pulumi/pulumi";
import { publishCaSecret, publishIngress, type IngressBackend } from "./ingress-spec";
import type { PublishConfig } from "./ingress-config";
import { WITH_TIMEOUTS } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";

/** Creates the Ingress, after the Secret of client CAs if it verifies client certificates. */
export function createIngress(
  name: string,
  part: IngressBackend,
  publish: PublishConfig | undefined,
  child: pulumi.CustomResourceOptions,
): void {
  if (publish === undefined) {
    return;
  }
  const { auth } = publish;
  const cas =
    auth.kind === "mutualTls"
      ? [new k8s.core.v1.Secret(`${name}-publish-ca`, publishCaSecret(part, auth.caPem), child)]
      : [];
  new k8s.networking.v1.Ingress(`${name}-publish`, publishIngress(part, publish), {
    ...child,
    ...WITH_TIMEOUTS,
    dependsOn: cas.length === 0 ? child.dependsOn : cas,
  });
}
