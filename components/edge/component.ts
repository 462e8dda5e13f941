// The edge of an observee: the observer's only entry, which requires a client certificate.
import * as pulumi from "@pulumi/pulumi";
import { edgeIngress } from "./ingress/spec";
import { edgeService, type PassThrough } from "./load-balancer/spec";
import { DEFAULT_OPTION, ingressRoute, sourceRangeMiddleware, tlsOption } from "./traefik/spec";
import type { EdgeExposure } from "./config";
import { WITH_TIMEOUTS, childOptions } from "../../kubernetes/resource-options";
import { byGateway, type GatewayEdgeArgs } from "./gateway/component";
import * as k8s from "../../kubernetes/k8s";

export interface ExposureArgs extends GatewayEdgeArgs {
  readonly exposure: EdgeExposure;
  /** Common name in the client certificates. */
  readonly clientName: string;
}

type Of<Kind extends EdgeExposure["kind"]> = Extract<EdgeExposure, { kind: Kind }>;

export class Exposure extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:edge:Exposure";
  /** `host:port` to dial. */
  public readonly address: pulumi.Output<string>;
  /** Resource that opens the edge, created last. */
  public readonly door: pulumi.CustomResource;

  constructor(name: string, args: ExposureArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Exposure.TYPE, name, {}, opts);
    const child = { ...childOptions(this, opts), ...WITH_TIMEOUTS };
    const { door, address } = expose(name, args, child);
    this.door = door;
    this.address = address;
    this.registerOutputs({ address: this.address });
  }
}

function expose(
  name: string,
  args: ExposureArgs,
  child: pulumi.CustomResourceOptions,
): Pick<Exposure, "door" | "address"> {
  const { namespace, exposure, serverSecret, clientName } = args;
  switch (exposure.kind) {
    case "loadBalancer":
    case "nodePort": {
      const door = new k8s.core.v1.Service(name, edgeService(namespace, exposure), child);
      return { door, address: dialledThrough(exposure, door) };
    }
    case "ingress": {
      const { Ingress } = k8s.networking.v1;
      const ingress = edgeIngress(namespace, exposure, serverSecret, clientName);
      const door = new Ingress(name, ingress, child);
      return { door, address: dialled(exposure) };
    }
    case "traefik":
      return { door: byTraefik(name, exposure, args, child), address: dialled(exposure) };
    case "gateway":
      return { door: byGateway(name, exposure, args, child), address: dialled(exposure) };
  }
}

/** Creates the route last: without the TLSOption, Traefik would accept every caller or none. */
function byTraefik(
  name: string,
  exposure: Of<"traefik">,
  { namespace, serverSecret }: ExposureArgs,
  child: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
  const { CustomResource } = k8s.apiextensions;
  const before = [new CustomResource(`${name}-tls-option`, tlsOption(namespace), child)];
  if (exposure.defaultTlsOption === true) {
    const option = tlsOption(namespace, DEFAULT_OPTION);
    before.push(new CustomResource(`${name}-tls-default`, option, child));
  }
  const ranges = sourceRangeMiddleware(namespace, exposure);
  if (ranges !== undefined) {
    before.push(new CustomResource(`${name}-source-ranges`, ranges, child));
  }
  return new CustomResource(name, ingressRoute(namespace, exposure, serverSecret), {
    ...child,
    dependsOn: before,
  });
}

const dialled = ({ address, hostname, port }: Of<"ingress" | "traefik" | "gateway">) =>
  pulumi.output(`${address ?? hostname}:${String(port)}`);

/** `host:port` of a Service that passes TCP through. */
export const dialledThrough = (
  exposure: PassThrough,
  service: k8s.core.v1.Service,
): pulumi.Output<string> =>
  exposure.kind === "nodePort"
    ? pulumi.output(`${exposure.address}:${String(exposure.nodePort)}`)
    : pulumi.interpolate`${exposure.address ?? loadBalancerHost(service)}:${exposure.port}`;

/** Cloud load balancers have either a host name or an IP address. */
export const loadBalancerHost = (service: k8s.core.v1.Service): pulumi.Output<string> =>
  service.status.apply((status) => {
    const ingress = status.loadBalancer?.ingress?.[0];
    return ingress?.hostname ?? ingress?.ip ?? "";
  });
