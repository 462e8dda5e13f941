// A part's way out of the cluster, where configuration asks for one.
import type * as pulumi from "@pulumi/pulumi";
import { publishCaSecret, publishIngress, type Publish, type Published } from "./ingress-spec";
import { WITH_TIMEOUTS } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";

/** Makes the Ingress once the CAs are there that it asks for. */
export function published(
  name: string,
  part: Published,
  publish: Publish | undefined,
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
