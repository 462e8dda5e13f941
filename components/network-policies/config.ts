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
  podLabels: podLabels
    .optional()
    .describe("Labels of the pods; default: all pods of the namespace."),
  cidr: ipv4Range
    .optional()
    .describe(
      "IPv4 range instead of a namespace, for clients that are no pods or use their node's network.",
    ),
};

type PeerConfig = { [key in keyof typeof peer]?: z.infer<(typeof peer)[key]> };

const isNamespaceOrRange = ({ namespace, cidr, podLabels: labels }: PeerConfig): boolean =>
  (namespace === undefined) !== (cidr === undefined) &&
  (cidr === undefined || labels === undefined);

const ONE_PEER = issue(
  "must have either a namespace, optionally with podLabels, or a cidr",
  'use for example {namespace: "grafana"}',
);

const peerConfig = z.strictObject(peer).refine(isNamespaceOrRange, ONE_PEER);

/** One peer or a list. */
const oneOrMore = z.union(
  [
    peerConfig,
    z
      .array(peerConfig)
      .refine(
        (list) => list.length > 0,
        issue("must name at least one", "remove it for the default"),
      ),
  ],
  { error: "must be {namespace: …} or {cidr: …}, or a list of these" },
);

const parts = WITH_HTTP_API as [PartWithHttpApi, ...PartWithHttpApi[]];

const morePorts = z.array(port).default([]);

export const networkPolicies = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe(
        "Whether NetworkPolicies are created; without them every pod in the cluster may connect to every part.",
      ),
    dns: z
      .strictObject({
        namespace: namespaceName.default("kube-system").describe("Namespace of the DNS server."),
        port: port.default(53).describe("Port of its pods."),
        cidrs: z
          .array(ipv4Range)
          .default(["169.254.20.10/32", "169.254.169.254/32"])
          .describe(
            "IPv4 ranges of DNS servers that are no pods, on port 53; default: NodeLocal DNSCache and GKE's Cloud DNS.",
          ),
      })
      .prefault({})
      .describe("The cluster's DNS."),
    controller: oneOrMore
      .optional()
      .describe(
        "Controller of the edge or of published parts, as a peer or a list of peers. Default: the namespace of its usual installation, which is `traefik` for `exposure.kind: traefik` and IngressClasses with that word in their name, `ingress-nginx` for other IngressClasses, and depends on `controllerName` for a Gateway; and the proxies next to an existing Gateway.",
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
              .describe("Parts whose HTTP port they may call."),
          })
          .refine(isNamespaceOrRange, ONE_PEER),
      )
      .default([])
      .describe("Additional clients, such as a Grafana in another namespace; none by default."),
    morePorts: z
      .strictObject({
        alertmanager: morePorts.describe(
          "TCP ports of Alertmanager's receivers, in addition to 443 and those of mail servers.",
        ),
        grafana: morePorts.describe(
          "TCP ports that Grafana calls, in addition to 443 and 6443: of an API server, a mail server or a single sign-on.",
        ),
        objectStore: morePorts.describe(
          "TCP ports of the object store, in addition to the endpoint's own.",
        ),
        query: morePorts.describe(
          "TCP ports of `query.endpoints`, in addition to those in their addresses.",
        ),
        tlsQuerier: morePorts.describe(
          "TCP ports of observees' edges, in addition to those in their addresses: within one cluster a policy matches the port of the pods behind the edge, such as Traefik's 8443.",
        ),
      })
      .prefault({})
      .describe("Ports outside the namespace that follow from no other key."),
  })
  .prefault({});

export type NetworkPoliciesConfig = z.infer<typeof networkPolicies>;
