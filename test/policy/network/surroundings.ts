// Pods and clients around a stack's namespace, and which of them each tested stack has.
import { PODS, type Part } from "../../../components/network-policies/parties";
import type { Host } from "../../support/network";

type Labels = Readonly<Record<string, string>>;

const pod = (id: string, namespace: string, labels: Labels = {}): Host => ({
  id,
  address: "10.245.0.1",
  pod: { namespace, labels },
});
const at = (id: string, address: string): Host => ({ id, address });
const calledSo = (part: Part): Host =>
  pod(`another namespace's ${part}`, "default", PODS[part].pods);

/** Who may have a part in a stack. */
export const OUTSIDE = {
  dns: pod("DNS", "kube-system", { "k8s-app": "kube-dns" }),
  openshiftDns: pod("OpenShift's DNS", "openshift-dns"),
  nodeLocalDns: at("NodeLocal DNSCache", "169.254.20.10"),
  cloudDns: at("GKE's Cloud DNS, and a cloud's metadata", "169.254.169.254"),
  podIdentity: at("the Pod Identity Agent", "169.254.170.23"),
  nginx: pod("ingress-nginx", "ingress-nginx"),
  traefik: pod("Traefik", "traefik"),
  envoyGateway: pod("Envoy Gateway", "envoy-gateway-system"),
  givenGateway: pod("a proxy of a Gateway that is there", "infra", {
    "gateway.networking.k8s.io/gateway-name": "shared",
  }),
  besideGateway: pod("a proxy of another Gateway beside it", "infra", {
    "gateway.networking.k8s.io/gateway-name": "other",
  }),
  controllerNode: at("a controller in its node's network", "192.0.2.9"),
  prometheus: pod("the Prometheus that was there", "monitoring", {
    "app.kubernetes.io/name": "prometheus",
  }),
  besidePrometheus: pod("a pod beside it", "monitoring", { "app.kubernetes.io/name": "x" }),
  elsewhere: pod("a StoreAPI of others", "elsewhere"),
  grafana: pod("a Grafana of others", "grafana", { "app.kubernetes.io/name": "grafana" }),
  besideGrafana: pod("another pod of its namespace", "grafana"),
  client: at("a client that is named", "203.0.113.7"),
} as const;

export type OutsideName = keyof typeof OUTSIDE;

/** Those who have none in any: also some that call themselves as a part, elsewhere. */
export const STRANGERS: readonly Host[] = [
  ...(["query", "prometheus", "leafQuery", "store"] as const).map(calledSo),
  pod("another pod of kube-system", "kube-system", { app: "x" }),
  at("an address", "198.51.100.7"),
];

/** What a stack's configuration says of those around it. */
export interface Around {
  /** Pods with DNS, by their namespace, and their port. */
  readonly dns: { readonly namespace: string; readonly port: number };
  /** Who brings calls in from outside, by the kind of the object, or by its class. */
  readonly controllers: Readonly<Record<string, OutsideName>>;
  /** Who scrapes where the stack has no Prometheus. */
  readonly scraper?: OutsideName;
  /** Who else is let in, to which pods and port. */
  readonly clients: readonly {
    readonly from: OutsideName;
    readonly to: string;
    readonly port: number;
  }[];
  /** Ports outside that stand in no object in clear. */
  readonly ports: Readonly<Record<string, readonly number[]>>;
}

const USUAL: Around = {
  dns: { namespace: "kube-system", port: 53 },
  controllers: {
    "Ingress nginx": "nginx",
    "Ingress traefik": "traefik",
    "Ingress traefik-nginx": "traefik",
    IngressRoute: "traefik",
    Gateway: "envoyGateway",
  },
  clients: [],
  // Every pod with a token may call the API server; the URLs of webhooks are secret.
  ports: { Alertmanager: [443] },
};

const OWN: Readonly<Record<string, Partial<Around>>> = {
  "network-policies": {
    dns: { namespace: "openshift-dns", port: 5353 },
    controllers: { "Ingress nginx": "controllerNode" },
    clients: [
      { from: "grafana", to: "Prometheus", port: 9090 },
      { from: "grafana", to: "Alertmanager", port: 9093 },
      { from: "client", to: "thanos-bucket-web", port: 10902 },
    ],
    ports: {
      Alertmanager: [443, 8443],
      "thanos-compact": [9443],
      "thanos-bucket-web": [9443],
    },
  },
  "gateway-given": { controllers: { Gateway: "givenGateway" } },
  "external-prometheus": { scraper: "prometheus" },
  // The store's configuration is a secret of the stack's.
  "thanos-store": { ports: { ...USUAL.ports, "thanos-compact": [443] } },
};

export const around = (stack: string): Around => ({ ...USUAL, ...OWN[stack] });
