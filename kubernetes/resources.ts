// What each part asks of its node: small requests so that a small cluster takes all, memory limits against a runaway.
// The table is of the size `small`; the larger sizes are multiples of it.

/** Kubernetes quantities by `cpu`, `memory` and `ephemeral-storage`. */
type Quantities = Readonly<Record<string, string>>;

export interface Requirements {
  readonly requests: Quantities;
  readonly limits: Quantities;
}

/** The node's own disk: root folders are read-only and data has volumes, so logs are left, which the kubelet rotates. */
const LOGS = "ephemeral-storage";

export const ask = (cpu: string, memory: string, limit: string) => ({
  requests: { cpu, memory, [LOGS]: "50Mi" },
  limits: { memory: limit, [LOGS]: "1Gi" },
});

/** No CPU limits: throttling a query part only makes every query slower. */
export const RESOURCES = {
  query: ask("100m", "256Mi", "2Gi"),
  queryFrontend: ask("50m", "128Mi", "1Gi"),
  store: ask("50m", "256Mi", "2Gi"),
  receive: ask("100m", "512Mi", "4Gi"),
  compact: ask("50m", "256Mi", "4Gi"),
  bucketWeb: ask("25m", "64Mi", "512Mi"),
  prometheus: ask("100m", "512Mi", "4Gi"),
  rule: ask("50m", "256Mi", "2Gi"),
  alertmanager: ask("25m", "64Mi", "512Mi"),
  alertmanagerEdge: ask("10m", "32Mi", "128Mi"),
  grafana: ask("50m", "256Mi", "1Gi"),
  dashboardSidecar: ask("10m", "96Mi", "256Mi"),
  objectStore: ask("50m", "128Mi", "2Gi"),
  job: ask("10m", "32Mi", "256Mi"),
  sidecar: ask("25m", "64Mi", "1Gi"),
  memcachedExporter: ask("10m", "32Mi", "128Mi"),
} as const satisfies Record<string, Requirements>;

/** How much larger than `small`, and so how many more active series one Prometheus holds. */
const FACTORS = { small: 1, medium: 2, large: 4 } as const;

export type Size = keyof typeof FACTORS;

const times = (quantities: Quantities, factor: number): Quantities =>
  Object.fromEntries(
    Object.entries(quantities).map(([key, value]) => [
      key,
      key === LOGS ? value : value.replace(/^\d+/, (n) => String(Number(n) * factor)),
    ]),
  );

/** Requests and limits of a part for the cluster's size. */
export const sized = ({ requests, limits }: Requirements, size: Size): Requirements => ({
  requests: times(requests, FACTORS[size]),
  limits: times(limits, FACTORS[size]),
});
