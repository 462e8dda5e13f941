// Configuration key of the IPv4 and IPv6 ranges that may connect.
import { z } from "zod";
import { issue } from "../../config/errors";
import { beginsWithAddress, ipv4Range } from "../../config/network";

/** Excludes addresses with an embedded IPv4 address: IPv4 has ranges of its own. */
const isIpv6Range = (text: string): boolean =>
  !text.includes(".") && z.cidrv6().safeParse(text).success && beginsWithAddress(text);

/** An IPv4 or IPv6 range in CIDR notation. */
export const ipRange = z
  .string()
  .refine(
    (text) => ipv4Range.safeParse(text).success || isIpv6Range(text),
    issue(
      "must be an IPv4 or IPv6 range that begins with its own address",
      'use for example "203.0.113.7/32", "10.0.0.0/8" for all that begin with 10, or "2001:db8::/32"',
    ),
  );

export const sourceRanges = z
  .array(ipRange)
  .default([])
  .describe("IPv4 and IPv6 ranges that may connect; empty allows all.");
