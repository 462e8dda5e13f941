// Expiry of the observer's certificates: the metric of their end dates, and alerts on CAs that the configuration supplies.
import type * as pulumi from "@pulumi/pulumi";
import { endDatesOf, expiryAlerts, expiryMetrics, type EndDates } from "../pki/expiry/component";
import { ingressCas } from "../pki/expiry/supplied-cas";
import type { ObserverArgs } from "./args";

/**
 * Creates the metric and the alerts if there are such certificates. Returns the end dates of `issued` and of the
 * supplied CAs.
 */
export function certificateExpiry(
  name: string,
  args: ObserverArgs,
  issued: EndDates,
  opts: pulumi.CustomResourceOptions & { readonly dependsOn: pulumi.Resource[] },
): EndDates {
  const { cluster, namespace, alerts } = args;
  const supplied = ingressCas(args);
  if (Object.keys(supplied).length > 0) {
    const place = { cluster, namespace, ...alerts };
    expiryAlerts(`${name}-published-expiry`, "published.ca", place, supplied, opts);
  }
  const ends = { ...endDatesOf(supplied), ...issued };
  if (Object.keys(ends).length > 0) {
    expiryMetrics(`${name}-certificate-ends`, namespace, ends, opts);
  }
  return ends;
}
