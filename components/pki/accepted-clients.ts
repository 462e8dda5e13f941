// The client certificates that an observee's edge accepts: those of the observer's CA for this observee, and no other.
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { NAMES } from "../../specs/names";
import { bundle } from "../../specs/pem";

/** A Secret though it holds nothing secret: Ingress controllers read client CAs from nowhere else. */
export const acceptedClients = (
  name: string,
  namespace: string,
  clientCas: readonly string[],
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Secret =>
  new k8s.core.v1.Secret(
    name,
    {
      metadata: { name: NAMES.clientCa, namespace },
      stringData: { "ca.crt": bundle(clientCas) },
    },
    opts,
  );
