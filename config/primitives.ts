// Primitive configuration types: names, durations, quantities, hosts. Each has a rule and a fix for its error message.
import ipaddr from "ipaddr.js";
import { z } from "zod";
import { DURATION } from "../kubernetes/duration";
import { issue } from "./errors";

/** The StatefulSet of a Store Gateway is named `thanos-store-<name>`, which may have 52 characters at most. */
const CLUSTER_NAME_LENGTH = 39;

/** A refinement is a function, which JSON Schema cannot express, so the pattern is added as metadata. */
const matches = (pattern: RegExp, rule: string, fix: string) =>
  z
    .string()
    .refine((text) => pattern.test(text), issue(rule, fix))
    .meta({ pattern: pattern.source });

export const wholeNumber = (least: number, most: number, rule: string, fix: string) =>
  z
    .number()
    .refine((n) => Number.isInteger(n) && n >= least && n <= most, issue(rule, fix))
    .meta({ type: "integer", minimum: least, maximum: most });

export const clusterName = matches(
  new RegExp(`^(?=.{1,${String(CLUSTER_NAME_LENGTH)}}$)[a-z]([-a-z0-9]*[a-z0-9])?$`),
  `must be a DNS label of ${String(CLUSTER_NAME_LENGTH)} characters at most: lower-case letters, digits and hyphens, beginning with a letter`,
  'rename it, for example to "paris" or "eu-west-1"',
);

export const namespaceName = matches(
  /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
  "must be a DNS label: lower-case letters, digits and hyphens, 63 characters at most",
  'use for example "thanos"',
);

export const stackName = matches(
  /^[\w.-]+\/[\w.-]+\/[\w.-]+$/,
  "must be a full stack name: organization/project/stack",
  'use for example "organization/thanos-fleet/observer" (`pulumi stack ls -Q` shows names)',
);

const LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
const HOST = new RegExp(`^${LABEL}(\\.${LABEL})*$`);
const MOST_PORTS = 65535;
export const isHost = (text: string): boolean => HOST.test(text);
const isPort = (n: number): boolean => Number.isInteger(n) && n >= 1 && n <= MOST_PORTS;
/** Digits only: Number() would also accept 1e3. */
export const isPortText = (text: string): boolean => /^\d+$/.test(text) && isPort(Number(text));
const IP = /^\d{1,3}(\.\d{1,3}){3}$/;

export const hostname = z
  .string()
  .refine(
    (text) => text.length <= 253 && HOST.test(text) && !IP.test(text),
    issue(
      "must be a bare DNS name: lower-case labels of 63 characters at most joined by dots, without scheme, port, wildcard or path",
      'write only the name, for example "thanos.paris.example.com"; a port has a key of its own',
    ),
  );

/** A DNS name or an IPv4 address. */
export const host = z
  .string()
  .refine(
    (text) => text.length <= 253 && HOST.test(text),
    issue(
      "must be a DNS name or an IPv4 address, without scheme, port or path",
      'use for example "node-1.example.com" or "10.0.0.7"',
    ),
  );

/** `host` or `host:port`, where the host may be an IPv4 address. */
export const endpoint = z.string().refine(
  (text) => {
    const [host = "", port = "1", ...more] = text.split(":");
    return HOST.test(host) && isPortText(port) && more.length === 0;
  },
  issue(
    "must be host or host:port, without scheme or path",
    'use for example "s3.example.com" or "s3.example.com:9000"',
  ),
);

const SRV = new RegExp(`^(_[a-z0-9-]+\\.){2}${LABEL}(\\.${LABEL})*$`);

/** StoreAPI address: `host:port`, or a name that Thanos resolves. https://thanos.io/tip/thanos/service-discovery.md/ */
export const storeAddress = z.string().refine(
  (address) => {
    if (/^dnssrv(noa)?\+/.test(address)) {
      return SRV.test(address.slice(address.indexOf("+") + 1));
    }
    const [host = "", number = "", ...more] = address.replace(/^dns\+/, "").split(":");
    return HOST.test(host) && isPort(Number(number)) && more.length === 0;
  },
  issue(
    "must be host:port, dns+host:port, or dnssrv+ and an SRV name",
    'use for example "thanos.example.com:443" or "dnssrv+_grpc._tcp.thanos-sidecar.monitoring.svc"',
  ),
);

/** https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels */
export const labelName = matches(
  /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/,
  "must be a label name: letters, digits and underscores, not beginning with a digit or with two underscores",
  'use for example "replica"',
);

/** Name of a Kubernetes object: a DNS subdomain. */
export const objectName = z
  .string()
  .refine(
    (text) => text.length <= 253 && HOST.test(text),
    issue(
      "must be the name of a Kubernetes object: lower-case letters, digits, hyphens and dots",
      "write it as `kubectl get` shows it",
    ),
  );

const ANNOTATION_NAME = /^[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;

function isAnnotationKey(key: string): boolean {
  const [name = "", prefix = "x", ...more] = key.split("/").reverse();
  return (
    ANNOTATION_NAME.test(name) &&
    prefix.length <= 253 &&
    HOST.test(prefix.toLowerCase()) &&
    more.length === 0
  );
}

/** The API server rejects the whole object if one annotation key is invalid. */
export const annotations = z.record(z.string(), z.string()).superRefine((map, context) => {
  for (const key of Object.keys(map).filter((k) => !isAnnotationKey(k))) {
    context.addIssue({
      code: "custom",
      path: [key],
      message:
        "is no key of an annotation: a name, with a DNS name and a slash before it or without",
      params: { fix: 'use for example "example.com/team"' },
    });
  }
});

/** Whether the range begins with its own address: false for `10.1.2.3/8`, which begins at 10.0.0.0. */
export function beginsWithAddress(cidr: string): boolean {
  const [address] = ipaddr.parseCIDR(cidr);
  const family = address.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
  return family.networkAddressFromCIDR(cidr).toString() === address.toString();
}

/** An IPv4 range in CIDR notation. */
export const ipv4Range = z
  .string()
  .refine(
    (text) => z.cidrv4().safeParse(text).success && beginsWithAddress(text),
    issue(
      "must be an IPv4 range that begins with its own address",
      'use for example "203.0.113.7/32", or "10.0.0.0/8" for all that begin with 10',
    ),
  );

/** Folder in a bucket, without slashes at either end. */
export const prefix = z
  .string()
  .refine(
    (p) => /^[\w-]+(\/[\w-]+)*$/.test(p),
    issue(
      "must be folder names joined by single slashes, with none at either end",
      'use for example "metrics/paris"',
    ),
  );

export const port = wholeNumber(
  1,
  MOST_PORTS,
  "must be a whole number from 1 to 65535",
  "use for example 443",
);

/** https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport */
export const nodePort = wholeNumber(
  30000,
  32767,
  "must be a whole number from 30000 to 32767",
  "use for example 30090",
)
  .optional()
  .describe("Port of every node, at which whoever reaches it is answered; none without it.");

export const replicas = wholeNumber(
  1,
  100,
  "must be a whole number from 1 to 100",
  "use 1, or 2 for high availability",
);

export { durationSeconds } from "../kubernetes/duration";

export const duration = matches(
  DURATION,
  "must be a duration such as 30s, 1h30m, 90d or 1y",
  "write a whole number and one of y, w, d, h, m, s, ms, the larger units first",
);

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

export const digest = matches(
  /^sha256:[0-9a-f]{64}$/,
  "must be sha256: and 64 hexadecimal digits",
  "copy it from the registry, or leave it out",
);

export const isUrl = (value: string): boolean => /^https?:\/\//.test(value) && URL.canParse(value);

export const url = z
  .string()
  .refine(
    isUrl,
    issue("must be a URL with http:// or https://", 'use for example "https://thanos.example.com"'),
  );

export const text = z
  .string()
  .refine((t) => t.trim() !== "", issue("must not be empty", "give it a value or leave it out"));
