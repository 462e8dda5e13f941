// Configurations with certificates that are not CAs or have expired, with the expected errors.
import { CLIENT_CA, ENDED_CA, LEAF, OTHER_CA } from "../../tools/render/certificates";
import { observerOutputs } from "../../tools/render/references";
import { observeeOutputs } from "./contracts";
import type { Row } from "./bad-input";
import { OBSERVEE, OBSERVER, withKeys, type ConfigObject } from "./configs";

const LEAF_RULE =
  'must contain CA certificates only, and "O=thanos-fleet, CN=placeholder leaf" is not a CA; give the certificate of the CA that signed it';
const ENDED_RULE =
  'must contain valid CAs only, and "O=thanos-fleet, CN=ended placeholder CA" expired at Jan  1 00:00:00 2021 GMT; ' +
  "give the certificate of the CA that replaced it";
const BUNDLE = "must be one or more PEM certificates, and no key; write it as a YAML block with |";
const ONE = "must be one PEM certificate, and no key; write it as a YAML block with |";

const cut = (text: string): string => `${JSON.stringify(text).slice(0, 80)}…`;

/** Each text with the rule that it breaks. */
const BUNDLES = [
  [LEAF, LEAF_RULE],
  [CLIENT_CA + LEAF, LEAF_RULE],
  [ENDED_CA, ENDED_RULE],
  [CLIENT_CA + ENDED_CA, ENDED_RULE],
  [`${CLIENT_CA}and words`, BUNDLE],
] as const;

const CERTIFICATES = [
  [LEAF, LEAF_RULE],
  [ENDED_CA, ENDED_RULE],
  [CLIENT_CA + OTHER_CA, ONE],
] as const;

const issuerRef = { name: "c", kind: "ClusterIssuer" };

const served = (name: string, how: string): string =>
  `serverCertificate.caPem is required: the server's name is "${name}", which no public CA may sign; set it to the CA's certificate, or set ${how} to a name in the public DNS`;

/** Names that cannot be owned in the public DNS. */
const PRIVATE_NAMES: readonly ConfigObject[] = [
  { serverName: "thanos" },
  { serverName: "thanos.paris.local" },
  { exposure: { kind: "ingress", hostname: "thanos.svc", ingressClassName: "traefik" } },
];

export const BAD_CAS: readonly Row[] = [
  ...BUNDLES.flatMap(([caPem, rule]) =>
    [
      { issuer: "supplied", secretName: "bought", caPem },
      { issuer: "certManager", issuerRef, caPem },
    ].map((serverCertificate) => ({
      config: withKeys(OBSERVEE, { serverCertificate }),
      says: `serverCertificate.caPem is ${cut(caPem)}, but ${rule}`,
    })),
  ),
  ...[{}, ...PRIVATE_NAMES].flatMap((keys: ConfigObject) => {
    const { hostname } = Object(keys["exposure"]) as { hostname?: string };
    const name = hostname ?? String(keys["serverName"] ?? "paris.observee.internal");
    const how = hostname === undefined ? "serverName" : "exposure.hostname";
    return [
      { issuer: "supplied", secretName: "bought" },
      { issuer: "certManager", issuerRef },
    ].map((serverCertificate) => ({
      config: withKeys(OBSERVEE, { ...keys, serverCertificate }),
      says: served(name, how),
    }));
  }),
  ...BUNDLES.map(([serverCa, rule]) => ({
    config: withKeys(OBSERVER, {
      observees: [{ name: "paris", values: { ...observeeOutputs("paris"), serverCa } }],
    }),
    says: `observees[0].values.serverCa is ${cut(serverCa)}, but ${rule}`,
  })),
  ...CERTIFICATES.map(([pem, rule]) => ({
    config: withKeys(OBSERVEE, {
      observer: { values: { ...observerOutputs([]), clientCa: { paris: [CLIENT_CA, pem] } } },
    }),
    says: `observer.values.clientCa.paris[1] is ${cut(pem)}, but ${rule}`,
  })),
];
