// Resource requests and limits: small requests for small clusters, memory limits against runaway usage. Defined for the
// size `small`; larger sizes are multiples.

/** Kubernetes quantities by `cpu`, `memory` and `ephemeral-storage`. */
type Quantities = Readonly<Record<string, string>>;

/** A container's `resources`. */
export interface Requirements {
  readonly requests: Quantities;
  readonly limits: Quantities;
}

/** Root file systems are read-only and data is on volumes, so this is for logs only, which the kubelet rotates. */
const LOGS = "ephemeral-storage";

/** Requests, and a memory `limit`. There is no CPU limit: throttling a query part makes every query slower. */
export const requirements = (cpu: string, memory: string, limit: string) => ({
  requests: { cpu, memory, [LOGS]: "50Mi" },
  limits: { memory: limit, [LOGS]: "1Gi" },
});

/** Multiples of `small`, also of the active series that one Prometheus holds. */
const FACTORS = { small: 1, medium: 2, large: 4 } as const;

/** The configuration key `size`. */
export type Size = keyof typeof FACTORS;

const times = (quantities: Quantities, factor: number): Quantities =>
  Object.fromEntries(
    Object.entries(quantities).map(([key, value]) => [
      key,
      key === LOGS ? value : value.replace(/^\d+/, (n) => String(Number(n) * factor)),
    ]),
  );

/** Requests and limits of a part at the cluster's size. */
export const sized = ({ requests, limits }: Requirements, size: Size): Requirements => ({
  requests: times(requests, FACTORS[size]),
  limits: times(limits, FACTORS[size]),
});
