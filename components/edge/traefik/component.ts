// Resources of an edge by Traefik.
import type * as pulumi from "@pulumi/pulumi";
import * as k8s from "../../../kubernetes/k8s";
import type { TraefikConfig } from "./config";
import { DEFAULT_OPTION, ingressRoute, sourceRangeMiddleware, tlsOption } from "./spec";

/** Creates the route last: without the TLSOption, Traefik would accept every caller or none. */
export function traefikEdge(
  name: string,
  exposure: TraefikConfig,
  { namespace, serverSecret }: { readonly namespace: string; readonly serverSecret: string },
  child: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
  const { CustomResource } = k8s.apiextensions;
  const dependsOn = [new CustomResource(`${name}-tls-option`, tlsOption(namespace), child)];
  if (exposure.defaultTlsOption === true) {
    const option = tlsOption(namespace, DEFAULT_OPTION);
    dependsOn.push(new CustomResource(`${name}-tls-default`, option, child));
  }
  const ranges = sourceRangeMiddleware(namespace, exposure);
  if (ranges !== undefined) {
    dependsOn.push(new CustomResource(`${name}-source-ranges`, ranges, child));
  }
  const route = ingressRoute(namespace, exposure, serverSecret);
  return new CustomResource(name, route, { ...child, dependsOn });
}
