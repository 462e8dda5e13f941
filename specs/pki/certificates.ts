// How long certificates live and what their keys are.

/** Plain numbers, as the program uses them. */
export interface CertificateSettings {
  readonly curve: "P256" | "P384";
  readonly leafHours: number;
  /** How long before its end a leaf is due for renewal. */
  readonly renewHours: number;
  readonly caHours: number;
}

/** Hours, which the tls provider counts in. */
export const hours = (days: number): number => days * 24;

/** A leaf is due at two thirds of its life. */
export const certificateSettings = (
  config: { readonly curve: "P256" | "P384"; readonly leafDays: number; readonly caDays: number },
  alwaysDue: boolean,
): CertificateSettings => ({
  curve: config.curve,
  leafHours: hours(config.leafDays),
  renewHours: alwaysDue ? hours(config.leafDays) : Math.ceil(hours(config.leafDays) / 3),
  caHours: hours(config.caDays),
});

/** Uses of a leaf: it serves one end of a connection only, and signs nothing. */
export const USES = {
  client: ["digital_signature", "client_auth"],
  server: ["digital_signature", "server_auth"],
} as const;
