// The edge of an observee: the one place where the observer comes in, with a certificate or not at all.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { edgeIngress } from "../specs/exposure/ingress";
import { edgeService } from "../specs/exposure/load-balancer";
import type { EdgeExposure } from "../specs/config/observee";
import { AWAITED, childOf } from "./child";

export interface ExposureArgs {
  readonly namespace: string;
  readonly exposure: EdgeExposure;
  /** Secret with the server certificate, for a controller that ends TLS. */
  readonly serverSecret: string;
}

/** Ingress controllers serve TLS on this port. */
const INGRESS_PORT = 443;

export class Exposure extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:edge:Exposure";
  /** `host:port` to dial. */
  public readonly address: pulumi.Output<string>;

  constructor(name: string, args: ExposureArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Exposure.TYPE, name, {}, opts);
    const child = { ...childOf(this, opts), ...AWAITED };
    this.address = expose(name, args, child);
    this.registerOutputs({ address: this.address });
  }
}

function expose(
  name: string,
  { namespace, exposure, serverSecret }: ExposureArgs,
  child: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  switch (exposure.kind) {
    case "loadBalancer": {
      const service = new k8s.core.v1.Service(name, edgeService(namespace, exposure), child);
      const host = exposure.address ?? loadBalancerHost(service);
      return pulumi.interpolate`${host}:${exposure.port}`;
    }
    case "ingress":
      new k8s.networking.v1.Ingress(name, edgeIngress(namespace, exposure, serverSecret), child);
      return pulumi.output(`${exposure.hostname}:${String(INGRESS_PORT)}`);
  }
}

/** Clouds give a load balancer either a name or an address. */
export const loadBalancerHost = (service: k8s.core.v1.Service): pulumi.Output<string> =>
  service.status.apply((status) => {
    const ingress = status.loadBalancer?.ingress?.[0];
    return ingress?.hostname ?? ingress?.ip ?? "";
  });

/** The name in the server certificate: an Ingress chooses by its host name, else it is the fleet's own. */
export const serverNameOf = (
  cluster: string,
  exposure: EdgeExposure,
  configured: string | undefined,
): string =>
  exposure.kind === "ingress" ? exposure.hostname : (configured ?? `${cluster}.observee.internal`);
