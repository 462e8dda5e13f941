// Primitive configuration types: texts, numbers, names, durations, quantities. Each has a rule and a fix for its error message.
import { z } from "zod";
import { DURATION } from "../kubernetes/duration";
import { issue } from "./errors";

/**
 * The StatefulSet of a Store Gateway is named `thanos-store-<name>`. A StatefulSet's name may have 52 characters: with
 * a hash after it, it is a label of the pods. https://github.com/kubernetes/kubernetes/issues/64023
 */
const CLUSTER_NAME_LENGTH = 39;

/** A string that passes the test, with the rule and the fix of its error. */
export const checkedText = (test: (text: string) => boolean, rule: string, fix: string) =>
  z.string().refine(test, issue(rule, fix));

/** A string that matches the pattern, which is also metadata for JSON Schema: that cannot express a refinement. */
export const matches = (pattern: RegExp, rule: string, fix: string) =>
  checkedText((text) => pattern.test(text), rule, fix).meta({ pattern: pattern.source });

/** A whole number from `least` to `most`. `unit` is what it counts, such as ` of days`, for the error. */
export const wholeNumber = (least: number, most: number, fix: string, unit = "") =>
  z
    .number()
    .refine(
      (n) => Number.isInteger(n) && n >= least && n <= most,
      issue(`must be a whole number${unit} from ${String(least)} to ${String(most)}`, fix),
    )
    .meta({ type: "integer", minimum: least, maximum: most });

/** Name of a cluster, which becomes part of the names of objects. */
export const clusterName = matches(
  new RegExp(`^(?=.{1,${String(CLUSTER_NAME_LENGTH)}}$)[a-z]([-a-z0-9]*[a-z0-9])?$`),
  `must be a DNS label of ${String(CLUSTER_NAME_LENGTH)} characters at most: lower-case letters, digits and hyphens, beginning with a letter`,
  'rename it, for example to "paris" or "eu-west-1"',
);

/** Full name of a Pulumi stack. */
export const stackName = matches(
  /^[\w.-]+\/[\w.-]+\/[\w.-]+$/,
  "must be a full stack name: organization/project/stack",
  'use for example "organization/thanos-fleet/observer" (`pulumi stack ls -Q` shows names)',
);

/** Name of a label that users may set. https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels */
export const labelName = matches(
  /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/,
  "must be a label name: letters, digits and underscores, not beginning with a digit or with two underscores",
  'use for example "replica"',
);

/** Folder in a bucket, without slashes at either end. */
export const prefix = checkedText(
  (p) => /^[\w-]+(\/[\w-]+)*$/.test(p),
  "must be folder names joined by single slashes, with none at either end",
  'use for example "metrics/paris"',
);

export const replicas = wholeNumber(1, 100, "use 1, or 2 for high availability");

export { durationSeconds } from "../kubernetes/duration";

/** A duration as Prometheus and Thanos write it. */
export const duration = matches(
  DURATION,
  "must be a duration such as 30s, 1h30m, 90d or 1y",
  "write a whole number and one of y, w, d, h, m, s, ms, the larger units first",
);

/** A Kubernetes quantity of bytes, in whole units. */
export const quantity = matches(
  /^[1-9]\d*(Mi|Gi|Ti|M|G|T)$/,
  "must be a Kubernetes quantity of bytes such as 500Mi, 10Gi or 2Ti",
  "write a whole number and one of Mi, Gi, Ti",
);

const BYTES: Readonly<Record<string, number>> = {
  ...{ Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 },
  ...{ M: 1e6, G: 1e9, T: 1e12 },
};

/** Bytes of a valid `quantity`. */
export const quantityBytes = (value: string): number =>
  parseInt(value, 10) * (BYTES[value.replace(/^\d+/, "")] ?? 0);

/** Digest of an image. */
export const digest = matches(
  /^sha256:[0-9a-f]{64}$/,
  "must be sha256: and 64 hexadecimal digits",
  "copy it from the registry, or leave it out",
);

/** A text that is not blank. */
export const text = checkedText(
  (t) => t.trim() !== "",
  "must not be empty",
  "give it a value or leave it out",
);
