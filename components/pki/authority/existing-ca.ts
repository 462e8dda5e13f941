// Reads the settings of existing CAs from their certificates: changed configuration applies to new CAs only.
import { X509Certificate } from "node:crypto";
import { getOwn } from "../../../kubernetes/get-own";
import type { CertificateSettings, Curve, ExistingCas } from "../spec";
import { leafLife } from "../rotation/lifetime";
import { generations, type PreviousCa } from "../rotation/phases";

/** Existing CAs of one stack, by use. */
export type ExistingCasByUse = Readonly<
  Partial<Record<"receive" | "alertmanager" | "objectStore" | "server" | "sender", ExistingCas>>
>;

/** OpenSSL's names of the curves. */
const CURVES: Readonly<Record<string, Curve>> = { prime256v1: "P256", secp384r1: "P384" };
const HOUR = 3_600_000;

/**
 * Existing CAs by generation. Skips certificates of unknown generation or curve. `now` is in milliseconds since 1970.
 */
export function existingCas(
  { previousRotation, trustBundle }: PreviousCa,
  now: number,
): ExistingCas {
  const trusted = previousRotation === undefined ? [] : generations(previousRotation).trusted;
  return Object.fromEntries(
    trustBundle.flatMap((pem, i) => {
      const { publicKey, validFrom, validTo } = new X509Certificate(pem);
      const curve = getOwn(CURVES, publicKey.asymmetricKeyDetails?.namedCurve ?? "");
      const generation = trusted[i];
      if (curve === undefined || generation === undefined) {
        return [];
      }
      const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
      const caHours = Math.round((to - from) / HOUR);
      return [[String(generation), { curve, caHours, hoursLeft: (to - now) / HOUR }]];
    }),
  );
}

/**
 * Settings of the CA of this generation and of its leaves: an existing CA keeps its own, and no leaf outlives its CA.
 */
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
