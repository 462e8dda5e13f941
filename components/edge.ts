// The edge of an observee with what stands behind it: the leaf Query, and the client certificates that are accepted.
import * as pulumi from "@pulumi/pulumi";
import { everyPod } from "../specs/endpoints";
import { checksum } from "../specs/fingerprint";
import { NAMES } from "../specs/names";
import { bundle } from "../specs/pem";
import type { ObserveeSettings } from "../specs/config/observee";
import { leafCertificates } from "../specs/thanos/query";
import { childOf } from "./child";
import { partArgs } from "./cluster-metrics";
import { Exposure } from "./exposure";
import { acceptedClients } from "./pki/accepted-clients";
import { ThanosQuery } from "./thanos/query";

export interface EdgeArgs extends ObserveeSettings {
  /** CA certificates whose client certificates are accepted, PEM; at least one. */
  readonly clientCas: readonly string[];
  /** Secret with the server certificate. */
  readonly serverSecret: string;
}

export class Edge extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:edge:Edge";
  /** `host:port` to dial. */
  public readonly address: pulumi.Output<string>;

  constructor(name: string, args: EdgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Edge.TYPE, name, {}, opts);
    const child = childOf(this, opts);
    const { namespace, exposure, clientCas, serverSecret } = args;

    const accepted = acceptedClients(`${name}-clients`, namespace, clientCas, child);
    // A load balancer only passes bytes on, so the leaf asks for the certificate itself; an Ingress does it for it.
    const mutualTls = exposure.kind === "loadBalancer";
    const leaf = new ThanosQuery(
      `${name}-query`,
      {
        ...partArgs(args),
        partName: NAMES.leafQuery,
        place: "leaf",
        mutualTls,
        replicas: args.leafQuery.replicas,
        endpoints: [everyPod(NAMES.sidecar, namespace)],
        certificates: mutualTls ? leafCertificates(serverSecret) : [],
        // The CAs are read at start only, so the pods roll when they change, and for nothing else.
        ...(mutualTls ? { caChecksum: checksum(bundle(clientCas)) } : {}),
        service: "clusterIP",
      },
      { parent: this, dependsOn: [accepted] },
    );
    const exposed = new Exposure(
      `${name}-exposure`,
      { namespace, exposure, serverSecret },
      { parent: this, dependsOn: [leaf] },
    );
    this.address = exposed.address;
    this.registerOutputs({ address: this.address });
  }
}
