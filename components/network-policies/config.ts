// Configuration keys of the NetworkPolicies: peers and ports that the table of flows cannot know.
import { z } from "zod";
import { WITH_HTTP_API, type PartWithHttpApi } from "../parts";
import { issue } from "../../config/errors";
import { podLabels } from "../../config/kubernetes-metadata";
import { namespaceName } from "../../config/kubernetes-metadata";
import { ipv4Range, port } from "../../config/network";

/** Pods of a namespace, or an IPv4 range. */
const peer = {
  namespace: namespaceName.optional().describe("Namespace of their pods."),
  podLabels: podLabels.optional().describe("Labels of the pods; all of the namespace without it."),
  cidr: ipv4Range
    .optional()
    .describe(
      "IPv4 range in place of a namespace, for whoever is no pod or is in its node's network.",
    ),
};

type PeerConfig = { [key in keyof typeof peer]?: z.infer<(typeof peer)[key]> };

const isOne = ({ namespace, cidr, podLabels: labels }: PeerConfig): boolean =>
  (namespace === undefined) !== (cidr === undefined) &&
  (cidr === undefined || labels === undefined);

const ONE = issue(
  "must have a namespace, with podLabels or without, or a cidr, and not both",
  'use for example {namespace: "grafana"}',
);

const somebody = z.strictObject(peer).refine(isOne, ONE);

/** One peer or a list. */
const oneOrMore = z.union(
  [
    somebody,
    z
      .array(somebody)
      .refine(
        (list) => list.length > 0,
        issue("must name at least one", "remove it for the default"),
      ),
  ],
  { error: "must be {namespace: …} or {cidr: …}, or a list of such" },
);

const parts = WITH_HTTP_API as [PartWithHttpApi, ...PartWithHttpApi[]];

const morePorts = z.array(port).default([]);

export const networkPolicies = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe(
        "Whether they are made; without them every pod of the cluster may call every part.",
      ),
    dns: z
      .strictObject({
        namespace: namespaceName.default("kube-system").describe("Namespace of the DNS server."),
        port: port.default(53).describe("Port of its pods."),
        cidrs: z
          .array(ipv4Range)
          .default(["169.254.20.10/32", "169.254.169.254/32"])
          .describe(
            "IPv4 ranges of DNS that is no pod, at port 53: the addresses of NodeLocal DNSCache and of GKE's Cloud DNS.",
          ),
      })
      .prefault({})
      .describe("The cluster's DNS."),
    controller: oneOrMore
      .optional()
      .describe(
        "The controller of an edge or of what is published: who that is, or a list of such; without it the namespace in which its own manual puts it: `traefik` for `exposure.kind: traefik` and classes that are called so, `ingress-nginx` for other classes, for a Gateway by its `controllerName`, and the proxies beside one that is there.",
      ),
    from: z
      .array(
        z
          .strictObject({
            ...peer,
            to: z
              .array(z.enum(parts))
              .refine(
                (list) => list.length > 0,
                issue("must name at least one part", "see docs/network.md"),
              )
              .describe("Parts whose HTTP they may ask."),
          })
          .refine(isOne, ONE),
      )
      .default([])
      .describe("Who else is let in, such as a Grafana of another namespace; nobody without it."),
    morePorts: z
      .strictObject({
        alertmanager: morePorts.describe(
          "TCP ports to which Alertmanager sends messages, beside 443 and those of mail servers.",
        ),
        grafana: morePorts.describe(
          "TCP ports that Grafana calls, beside 443 and 6443: of an API server, a mail server or a single sign-on elsewhere.",
        ),
        objectStore: morePorts.describe(
          "TCP ports of the object store, beside the endpoint's own.",
        ),
        query: morePorts.describe("TCP ports of `query.endpoints`, beside those that they name."),
        tlsQuerier: morePorts.describe(
          "TCP ports of observees' edges, beside those of their addresses: in the same cluster a policy sees the port of the pods behind them, such as Traefik's 8443.",
        ),
      })
      .prefault({})
      .describe("Ports outside that configuration names nowhere else."),
  })
  .prefault({});

export type NetworkPoliciesConfig = z.infer<typeof networkPolicies>;
