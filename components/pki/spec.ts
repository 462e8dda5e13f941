// How long certificates live and what their keys are.

/** Curves of keys, by the name that configuration has for them. */
export type Curve = "P256" | "P384";

/** Plain numbers, as the program uses them. */
export interface CertificateSettings {
  readonly curve: Curve;
  readonly leafHours: number;
  /** How long before its end a leaf is due for renewal. */
  readonly renewHours: number;
  readonly caHours: number;
  /** CAs that are there already; none without it. */
  readonly existingCas?: ExistingCas | undefined;
}

/** A CA that is there already, as its certificate tells. */
export interface ExistingCa {
  readonly curve: Curve;
  readonly caHours: number;
  /** Until it ends; less than nothing after that. */
  readonly hoursLeft: number;
}

/** By generation. */
export type ExistingCas = Readonly<Record<string, ExistingCa>>;

/** Hours, which the tls provider counts in. */
export const hours = (days: number): number => days * 24;

/** How long before its end a leaf of this life is due: at two thirds. */
export const renewalWindow = (leafHours: number): number => Math.ceil(leafHours / 3);

export const certificateSettings = (
  config: { readonly curve: Curve; readonly leafDays: number; readonly caDays: number },
  alwaysDue: boolean,
): CertificateSettings => ({
  curve: config.curve,
  leafHours: hours(config.leafDays),
  renewHours: alwaysDue ? hours(config.leafDays) : renewalWindow(hours(config.leafDays)),
  caHours: hours(config.caDays),
});

/** Uses of a leaf: it serves one end of a connection only, and signs nothing. */
export const USES = {
  client: ["digital_signature", "client_auth"],
  server: ["digital_signature", "server_auth"],
} as const;
