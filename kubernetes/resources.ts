// What a part asks of its node: small requests so that a small cluster takes all, memory limits against a runaway. Each
// says it for the size `small`; the larger sizes are multiples of that.

/** Kubernetes quantities by `cpu`, `memory` and `ephemeral-storage`. */
type Quantities = Readonly<Record<string, string>>;

export interface Requirements {
  readonly requests: Quantities;
  readonly limits: Quantities;
}

/** The node's own disk: root folders are read-only and data has volumes, so logs are left, which the kubelet rotates. */
const LOGS = "ephemeral-storage";

/** No CPU limits: throttling a query part only makes every query slower. */
export const requirements = (cpu: string, memory: string, limit: string) => ({
  requests: { cpu, memory, [LOGS]: "50Mi" },
  limits: { memory: limit, [LOGS]: "1Gi" },
});

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
