// Types and defaults of certificates: lifetimes, curves and key usages.

/** Curves of keys, as named in the configuration. */
export type Curve = "P256" | "P384";

/** Certificate settings, converted to hours. */
export interface CertificateSettings {
  readonly curve: Curve;
  /** Lifetime of a leaf, in hours. */
  readonly leafHours: number;
  /** Hours before its end at which a leaf is due for renewal. */
  readonly renewHours: number;
  /** Lifetime of a CA, in hours. */
  readonly caHours: number;
  /** Existing CAs by generation; default none. */
  readonly existingCas?: ExistingCas | undefined;
}

/** An existing CA, as read from its certificate. */
export interface ExistingCa {
  readonly curve: Curve;
  readonly caHours: number;
  /** Hours until it ends; negative afterwards. */
  readonly hoursLeft: number;
}

/** Existing CAs by generation. */
export type ExistingCas = Readonly<Record<string, ExistingCa>>;

/** Converts days to hours, the tls provider's unit. */
export const hours = (days: number): number => days * 24;

/** Hours before its end at which a leaf of this life is due for renewal: after two thirds of it. */
export const renewalWindow = (leafHours: number): number => Math.ceil(leafHours / 3);

/** Settings from the configuration; with `alwaysDue` every leaf is renewed at each `up`. */
export const certificateSettings = (
  config: { readonly curve: Curve; readonly leafDays: number; readonly caDays: number },
  alwaysDue: boolean,
): CertificateSettings => ({
  curve: config.curve,
  leafHours: hours(config.leafDays),
  renewHours: alwaysDue ? hours(config.leafDays) : renewalWindow(hours(config.leafDays)),
  caHours: hours(config.caDays),
});

/** Key usages of a leaf: it is valid for one end of a connection only, and cannot sign. */
export const USES = {
  client: ["digital_signature", "client_auth"],
  server: ["digital_signature", "server_auth"],
} as const;
