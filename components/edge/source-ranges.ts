// Configuration key of the IPv4 and IPv6 ranges that may connect.
import { z } from "zod";
import { issue } from "../../config/errors";
import { ipv4Range } from "../../config/network";

const GROUPS = 8;
const GROUP_BITS = 16n;

/** The groups of an IPv6 address, with `::` expanded. */
function groupsOf(address: string): string[] {
  const [head = "", tail] = address.split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const [first, last] = [groups(head), groups(tail ?? "")];
  const zeros: string[] = Array.from({ length: GROUPS - first.length - last.length }, () => "0");
  return tail === undefined ? first : [...first, ...zeros, ...last];
}

/** Excludes addresses with an embedded IPv4 address: IPv4 has ranges of its own. */
function isIpv6Range(text: string): boolean {
  if (!/^[0-9a-f:]+\/\d+$/i.test(text) || !z.cidrv6().safeParse(text).success) {
    return false;
  }
  const [address = "", bits = ""] = text.split("/");
  const number = groupsOf(address).reduce(
    (sum, group) => (sum << GROUP_BITS) + BigInt(`0x${group}`),
    0n,
  );
  const free = BigInt(GROUPS) * GROUP_BITS - BigInt(bits);
  return number % (1n << free) === 0n;
}

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
