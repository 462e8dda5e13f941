// The four tls resources: inputs, outputs, and when they are replaced.
import { changes, type Change } from "../protocol/diff";
import { type CheckFailure, type Provider, type State } from "../protocol/provider";
import { unknown, withoutNulls, type Value, type Values } from "../protocol/values";
import { certRequest, locallySigned, selfSigned } from "./certificates";
import { algorithms, curveNames, describeKey, makeKey, withKeyDefaults } from "./keys";
import { extendedKeyUsages, keyUsages, strings } from "./names";

interface Kind {
  readonly required: readonly string[];
  readonly defaults: Values;
  readonly computed: readonly string[];
  readonly secret: readonly string[];
  readonly make: (inputs: Values) => Promise<State>;
}

const renewal = ["certPem", "validityStartTime", "validityEndTime"];
const certificateDefaults: Values = {
  earlyRenewalHours: 0,
  isCaCertificate: false,
  setSubjectKeyId: false,
};

const kinds: Record<string, Kind> = {
  "tls:index/privateKey:PrivateKey": {
    required: ["algorithm"],
    defaults: withKeyDefaults({}),
    computed: [
      ...["privateKeyPem", "privateKeyPemPkcs8", "privateKeyOpenssh", "publicKeyPem"],
      ...["publicKeyOpenssh", "publicKeyFingerprintMd5", "publicKeyFingerprintSha256"],
    ],
    secret: ["privateKeyPem", "privateKeyPemPkcs8", "privateKeyOpenssh"],
    make: async (inputs) => {
      const { id, outputs } = describeKey(makeKey(inputs));
      return { id, outputs: { ...inputs, ...outputs } };
    },
  },
  "tls:index/selfSignedCert:SelfSignedCert": {
    required: ["validityPeriodHours", "allowedUses"],
    defaults: { ...certificateDefaults, setAuthorityKeyId: false },
    computed: [...renewal, "keyAlgorithm"],
    secret: ["privateKeyPem", "privateKeyPemWo"],
    make: selfSigned,
  },
  "tls:index/certRequest:CertRequest": {
    required: [],
    defaults: {},
    computed: ["certRequestPem", "keyAlgorithm"],
    secret: ["privateKeyPem", "privateKeyPemWo"],
    make: certRequest,
  },
  "tls:index/locallySignedCert:LocallySignedCert": {
    required: ["certRequestPem", "caCertPem", "validityPeriodHours", "allowedUses"],
    defaults: certificateDefaults,
    computed: [...renewal, "caKeyAlgorithm"],
    secret: ["caPrivateKeyPem", "caPrivateKeyPemWo"],
    make: locallySigned,
  },
};

function kindOf(type: string): Kind {
  const kind = kinds[type];
  if (kind === undefined) {
    throw new Error(`this stand-in for the tls provider does not know ${type}`);
  }
  return kind;
}

export const tlsProvider: Provider = {
  name: "tls",
  version: "5.6.1",
  configure: () => undefined,
  secretOutputs: (type, inputs) => [...inputs, ...kindOf(type).secret.map((key) => [key])],
  check: ({ type }, _olds, news) => {
    const inputs = withoutNulls(news);
    return { inputs, failures: faults(kindOf(type), inputs) };
  },
  diff: (_subject, state, olds, news) => {
    const due: Change[] = dueForRenewal(state.outputs, news)
      ? [{ path: ["readyForRenewal"], kind: "update" }]
      : [];
    return {
      changes: [...changes(olds, news), ...due],
      // All other changes replace keys and certificates; the renewal period is not part of the certificate.
      replaces: (change) => change.path[0] !== "earlyRenewalHours",
      deleteBeforeReplace: false,
      byKey: true,
    };
  },
  create: async ({ type }, inputs, { preview }) => {
    const kind = kindOf(type);
    const full = { ...kind.defaults, ...inputs };
    if (preview) {
      const outputs = Object.fromEntries(["id", ...kind.computed].map((key) => [key, unknown]));
      const limit: Values = isCertificate(full)
        ? { maxPathLength: unknown, readyForRenewal: false }
        : {};
      return { id: unknown, outputs: { ...limit, ...full, ...outputs } };
    }
    const { id, outputs } = await kind.make(full);
    return { id, outputs: withRenewal({ ...outputs, id }) };
  },
  read: async (_subject, state, inputs) => {
    if (Object.keys(state.outputs).length === 0) {
      throw new Error("Resource Import Not Implemented: This resource does not support import");
    }
    return { state: { ...state, outputs: withRenewal(state.outputs) }, inputs };
  },
  update: async ({ type }, state, _olds, news) =>
    withRenewal({ ...state.outputs, ...kindOf(type).defaults, ...news }),
  delete: async () => undefined,
};

const isCertificate = (outputs: Values) => "earlyRenewalHours" in outputs;

function withRenewal(outputs: Values): Values {
  return isCertificate(outputs)
    ? { ...outputs, readyForRenewal: dueForRenewal(outputs, outputs) }
    : outputs;
}

function dueForRenewal(outputs: Values, inputs: Values): boolean {
  const end = Date.parse(String(outputs["validityEndTime"]));
  const early = Number(inputs["earlyRenewalHours"] ?? 0) * 3_600_000;
  return Date.now() >= end - early; // false without an end time: comparing with NaN is false
}

function faults(kind: Kind, inputs: Values): CheckFailure[] {
  const missing = kind.required
    .filter((property) => inputs[property] === undefined)
    .map((property) => ({ property, reason: "Missing required argument" }));
  const oneOf = (property: string, value: Value | undefined, allowed: readonly string[]) =>
    value === undefined || value === unknown || allowed.includes(String(value))
      ? []
      : [{ property, reason: `${String(value)} must be one of ${allowed.join(", ")}` }];
  const atLeast = (property: string, least: number) =>
    Number(inputs[property] ?? least) < least
      ? [{ property, reason: `${String(inputs[property])} is less than ${String(least)}` }]
      : [];
  const uses = [...Object.keys(keyUsages), ...Object.keys(extendedKeyUsages)];
  return [
    ...missing,
    ...oneOf("algorithm", inputs["algorithm"], algorithms),
    ...oneOf("ecdsaCurve", inputs["ecdsaCurve"], curveNames),
    ...strings(inputs["allowedUses"]).flatMap((use) => oneOf("allowedUses", use, uses)),
    ...[...atLeast("validityPeriodHours", 0), ...atLeast("earlyRenewalHours", 0)],
    ...atLeast("maxPathLength", -1),
  ];
}
