// The PrometheusRules on certificates of a stack: their end dates as a metric, and the alerts before they end.
import * as pulumi from "@pulumi/pulumi";
import type { AlertPlace } from "../../../kubernetes/alerts/alert";
import { prometheusRule } from "../../../kubernetes/alerts/component";
import { NAMES } from "../../../kubernetes/names";
import { certificateAlerts } from "./alerts";
import {
  endSeconds,
  type CertificateSource,
  type DatedCertificates,
  type ExpiringCertificate,
} from "./end-dates";
import { certificateEndRule, kindLabels } from "./metrics";

/** End dates by certificate name, RFC 3339. */
export type EndDates = Readonly<Record<string, pulumi.Output<string>>>;

export const endDatesOf = (certificates: DatedCertificates): EndDates =>
  Object.fromEntries(
    Object.entries(certificates).map(([name, { ends }]) => [name, pulumi.output(ends)]),
  );

/** Creates the rules of all certificates of a stack; the end dates of `metered` are known only from a metric. */
export function certificateRules(
  name: string,
  place: AlertPlace,
  certificates: DatedCertificates,
  opts: pulumi.CustomResourceOptions,
  metered: readonly ExpiringCertificate[] = [],
): void {
  const kinds = distinct([
    ...Object.values(certificates).map(({ kind }) => kind),
    ...metered.map(({ kind }) => kind),
  ]);
  if (kinds.length === 0) {
    return;
  }
  const { namespace } = place;
  // One object for each kind, since that of the CAs has twice as many certificates during a rotation.
  for (const source of new Set(kinds.map((kind) => kind.source))) {
    const dated = Object.entries(certificates).filter(([, { kind }]) => kind.source === source);
    const spec = pulumi.all(Object.fromEntries(dated)).apply((known) => {
      const expiring = Object.entries(known).map(([certificate, { ends, kind }]) => ({
        ...{ certificate, kind },
        end: endSeconds(ends),
      }));
      const all = [...expiring, ...metered.filter(({ kind }) => kind.source === source)];
      const group = `thanos-fleet-certificate-ends-${source}`;
      return { groups: [{ name: group, rules: [certificateEndRule(namespace, source, all)] }] };
    });
    const object = `${NAMES.certificateEnds}-${source}`;
    prometheusRule(`${name}-ends-${source}`, { object, namespace, spec }, opts);
  }
  prometheusRule(
    `${name}-alerts`,
    { object: NAMES.certificateAlerts, namespace, spec: certificateAlerts(place, kinds) },
    opts,
  );
}

/** Without repetitions, in a fixed order: the order of the certificates must not change the alerts. */
const distinct = (kinds: readonly CertificateSource[]): CertificateSource[] =>
  Object.entries(Object.fromEntries(kinds.map((kind) => [JSON.stringify(kindLabels(kind)), kind])))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, kind]) => kind);
