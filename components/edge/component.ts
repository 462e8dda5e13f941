// The edge of an observee: the observer's only entry, which requires a client certificate.
import * as pulumi from "@pulumi/pulumi";
import { edgeIngress } from "./ingress/spec";
import { edgeService, type PassThrough } from "./load-balancer/spec";
import { isTerminating, type EdgeExposure, type TerminatingExposure } from "./config";
import { WITH_TIMEOUTS, childOptions } from "../../kubernetes/resource-options";
import { gatewayEdge, type GatewayEdgeArgs } from "./gateway/component";
import * as k8s from "../../kubernetes/k8s";
import { traefikEdge } from "./traefik/component";

export interface ExposureArgs extends GatewayEdgeArgs {
  /** Kind of edge, with its settings. */
  readonly exposure: EdgeExposure;
  /** Common name in the observer's client certificates. */
  readonly clientName: string;
}

/** The Service, Ingress, IngressRoute or GRPCRoute that admits the observer alone, and the objects that it needs. */
export class Edge extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:edge:Exposure";
  /** `host:port` that the observer dials. */
  public readonly address: pulumi.Output<string>;
  /** Resource that opens the edge, created last. */
  public readonly entry: pulumi.CustomResource;

  constructor(name: string, args: ExposureArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Edge.TYPE, name, {}, opts);
    const { exposure } = args;
    const child = { ...childOptions(this, opts), ...WITH_TIMEOUTS };
    if (isTerminating(exposure)) {
      this.entry = terminatingEdge(name, exposure, args, child);
      const { address, hostname, port } = exposure;
      this.address = pulumi.output(`${address ?? hostname}:${String(port)}`);
    } else {
      const service = new k8s.core.v1.Service(name, edgeService(args.namespace, exposure), child);
      this.entry = service;
      this.address = dialledThrough(exposure, service);
    }
    this.registerOutputs({ address: this.address });
  }
}

function terminatingEdge(
  name: string,
  exposure: TerminatingExposure,
  args: ExposureArgs,
  child: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
  switch (exposure.kind) {
    case "ingress": {
      const { namespace, serverSecret, clientName } = args;
      const ingress = edgeIngress(namespace, exposure, serverSecret, clientName);
      return new k8s.networking.v1.Ingress(name, ingress, child);
    }
    case "traefik":
      return traefikEdge(name, exposure, args, child);
    case "gateway":
      return gatewayEdge(name, exposure, args, child);
  }
}

/** `host:port` at which a Service that passes TCP through is dialled. */
export const dialledThrough = (
  exposure: PassThrough,
  service: k8s.core.v1.Service,
): pulumi.Output<string> =>
  exposure.kind === "nodePort"
    ? pulumi.output(`${exposure.address}:${String(exposure.nodePort)}`)
    : pulumi.interpolate`${exposure.address ?? loadBalancerHost(service)}:${exposure.port}`;

/** Host name or IP address of a load balancer: a cloud assigns one or the other. Empty if it has none yet. */
export const loadBalancerHost = (service: k8s.core.v1.Service): pulumi.Output<string> =>
  service.status.apply((status) => {
    const ingress = status.loadBalancer?.ingress?.[0];
    return ingress?.hostname ?? ingress?.ip ?? "";
  });
