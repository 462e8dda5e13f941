// CAs that are there already: each stays as it was made, and what configuration says now is for those that come.
import { X509Certificate } from "node:crypto";
import { getOwn } from "../../kubernetes/get-own";
import type { CertificateSettings, Curve, ExistingCas } from "./spec";
import { leafLife } from "./lifetime";
import { authorities, type Rotation } from "./rotation";

/** Where the last `up` left a CA. */
export interface PreviousCertificates {
  /** Absent before the first one, and where that knew no rotation. */
  readonly previousRotation: Rotation | undefined;
  /** CA certificates that it handed out, the older first. */
  readonly trustBundle: readonly string[];
}

/** Those of one stack, by what they are for. */
export type ExistingCasByUse = Readonly<
  Partial<Record<"receive" | "alertmanager" | "objectStore" | "server" | "sender", ExistingCas>>
>;

/** As OpenSSL calls them. */
const CURVES: Readonly<Record<string, Curve>> = { prime256v1: "P256", secp384r1: "P384" };
const HOUR = 3_600_000;

/** What the certificates tell, where it is known whose they are; `now` is in milliseconds since 1970. */
export function existingCas(
  { previousRotation, trustBundle }: PreviousCertificates,
  now: number,
): ExistingCas {
  const generations = previousRotation === undefined ? [] : authorities(previousRotation).published;
  return Object.fromEntries(
    trustBundle.flatMap((pem, i) => {
      const { publicKey, validFrom, validTo } = new X509Certificate(pem);
      const curve = getOwn(CURVES, publicKey.asymmetricKeyDetails?.namedCurve ?? "");
      const generation = generations[i];
      if (curve === undefined || generation === undefined) {
        return [];
      }
      const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
      const caHours = Math.round((to - from) / HOUR);
      return [[String(generation), { curve, caHours, hoursLeft: (to - now) / HOUR }]];
    }),
  );
}

/** Settings of a CA of this generation, and of a leaf that it signs: no leaf outlives it. */
export function settingsOf(settings: CertificateSettings, generation: number): CertificateSettings {
  const ca = getOwn(settings.existingCas ?? {}, String(generation));
  if (ca === undefined) {
    return settings;
  }
  const { curve, caHours, hoursLeft } = ca;
  const leafHours = Math.min(settings.leafHours, leafLife(hoursLeft));
  const renewHours = Math.ceil((settings.renewHours * leafHours) / settings.leafHours);
  return { ...settings, curve, caHours, leafHours, renewHours };
}
