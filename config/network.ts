// Configuration types of host names, addresses, ports and URLs.
import ipaddr from "ipaddr.js";
import { z } from "zod";
import { checkedText, wholeNumber } from "./primitives";

const LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
const HOST = new RegExp(`^${LABEL}(\\.${LABEL})*$`);
const MOST_PORTS = 65535;
/** Whether the text is a DNS name or an IPv4 address, in lower case; its whole length is not checked. */
export const isHost = (text: string): boolean => HOST.test(text);
const isPort = (n: number): boolean => Number.isInteger(n) && n >= 1 && n <= MOST_PORTS;
/** Whether the text is a port. Digits only: Number() would also accept 1e3. */
export const isPortText = (text: string): boolean => /^\d+$/.test(text) && isPort(Number(text));
const IP = /^\d{1,3}(\.\d{1,3}){3}$/;

/** A DNS name; no IPv4 address. */
export const hostname = checkedText(
  (text) => text.length <= 253 && HOST.test(text) && !IP.test(text),
  "must be a bare DNS name: lower-case labels of 63 characters at most joined by dots, without scheme, port, wildcard or path",
  'write only the name, for example "thanos.paris.example.com"; a port has a key of its own',
);

/** A DNS name or an IPv4 address. */
export const host = checkedText(
  (text) => text.length <= 253 && HOST.test(text),
  "must be a DNS name or an IPv4 address, without scheme, port or path",
  'use for example "node-1.example.com" or "10.0.0.7"',
);

/** `host` or `host:port`, where the host may be an IPv4 address. */
export const endpoint = checkedText(
  (text) => {
    const [host = "", port = "1", ...more] = text.split(":");
    return HOST.test(host) && isPortText(port) && more.length === 0;
  },
  "must be host or host:port, without scheme or path",
  'use for example "s3.example.com" or "s3.example.com:9000"',
);

const SRV = new RegExp(`^(_[a-z0-9-]+\\.){2}${LABEL}(\\.${LABEL})*$`);

/** StoreAPI address: `host:port`, or a name that Thanos resolves. https://thanos.io/tip/thanos/service-discovery.md/ */
export const storeAddress = checkedText(
  (address) => {
    if (/^dnssrv(noa)?\+/.test(address)) {
      return SRV.test(address.slice(address.indexOf("+") + 1));
    }
    const [host = "", number = "", ...more] = address.replace(/^dns\+/, "").split(":");
    return HOST.test(host) && isPort(Number(number)) && more.length === 0;
  },
  "must be host:port, dns+host:port, or dnssrv+ and an SRV name",
  'use for example "thanos.example.com:443" or "dnssrv+_grpc._tcp.thanos-sidecar.monitoring.svc"',
);

/** Whether the range begins with its own address: false for `10.1.2.3/8`, which begins at 10.0.0.0. */
export function beginsWithAddress(cidr: string): boolean {
  const [address] = ipaddr.parseCIDR(cidr);
  const family = address.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
  return family.networkAddressFromCIDR(cidr).toString() === address.toString();
}

/** An IPv4 range in CIDR notation. */
export const ipv4Range = checkedText(
  (text) => z.cidrv4().safeParse(text).success && beginsWithAddress(text),
  "must be an IPv4 range in CIDR notation, beginning with its first address",
  'use for example "203.0.113.7/32", or "10.0.0.0/8" for all that begin with 10',
);

/** A TCP port to dial. */
export const port = wholeNumber(1, MOST_PORTS, "use for example 443");

/**
 * Optional port of every node, in Kubernetes' default range.
 * https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport
 */
export const nodePort = wholeNumber(30000, 32767, "use for example 30090")
  .optional()
  .describe("Port of every node on which it is served too; none by default.");

/** Whether the text is an absolute URL with http or https. */
export const isUrl = (value: string): boolean => /^https?:\/\//.test(value) && URL.canParse(value);

/** An absolute URL with http or https. */
export const url = checkedText(
  isUrl,
  "must be a URL with http:// or https://",
  'use for example "https://thanos.example.com"',
);
