// Stores of Thanos' other types: their configuration is one secret, as strict as Thanos, and never shown.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { observeeOutputs } from "../../../support/contracts";
import type { RawConfig } from "../../../../config/reader";
import { parseConfig } from "../../../../config/parse";
import { observeeStoreConfig } from "../../../../components/object-store/observee-store";
import {
  parseStoreConfig,
  readStoreConfig,
} from "../../../../components/object-store/thanos/store-config";
import { objstoreYaml } from "../../../../components/object-store/spec";
import {
  STORE_TYPES,
  bucketLocation,
  type StoreType,
} from "../../../../components/object-store/thanos/types";
import { OBSERVEE, OBSERVER, withKeys, ownKeys, type ConfigObject } from "../../../support/configs";
import { messagesOf } from "../../../support/judged";

const COS = `
bucket: metrics
app_id: "1250000000"
region: eu-frankfurt
secret_id: AKIDx
secret_key: 0777
max_retries: 3
http_config: { insecure_skip_verify: false, tls_config: { ca_file: /etc/ca } }
`;
const TYPES = Object.keys(STORE_TYPES) as StoreType[];

/** What is said of an observee's own store; `objectStoreConfig` is a secret. */
function said(type: string, text: string | undefined, secret = true): string[] {
  const config = withKeys(OBSERVEE, {
    objectStore: { kind: "thanos", type },
    objectStoreAccessKey: undefined,
    objectStoreSecretKey: undefined,
  });
  const texts = Object.entries(ownKeys(config)).map(([key, value]): [string, string] => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return faultsOf({
    values: {
      ...Object.fromEntries(texts),
      ...(text === undefined ? {} : { objectStoreConfig: text }),
    },
    secrets: new Set(secret ? ["objectStoreConfig"] : []),
  });
}

function faultsOf(raw: RawConfig): string[] {
  const verdict = parseConfig(raw, "organization/thanos-fleet/test", () => undefined);
  return "errors" in verdict
    ? verdict.errors.map(({ path, rule, fix }) => `${path} ${rule}; ${fix}`)
    : [];
}

const storeOf = (objectStore: ConfigObject) =>
  messagesOf(withKeys(OBSERVEE, { objectStore: { kind: "thanos", ...objectStore } }));
const HOW = "write what Thanos' documentation shows below `config:`, in YAML or JSON";
const ADD = "add it as https://thanos.io/tip/thanos/storage.md shows it";

describe("a store of another type", () => {
  it("is taken with what its type asks for, in YAML or in JSON", () => {
    assert.deepEqual(said("COS", COS), []);
    assert.deepEqual(said("GCS", '{"bucket": "m", "use_grpc": true, "max_retries": 3}'), []);
  });

  for (const [type, says] of [
    ["S3", 'objectStore.type is "S3", but has a kind of its own; use kind "s3"'],
    [
      "FILESYSTEM",
      'objectStore.type is "FILESYSTEM", but is a folder of one pod, which no other pod can read; use kind "inCluster" if there is no cloud storage',
    ],
    [
      "AZUR",
      `objectStore.type is "AZUR", but must be one of Thanos' types ${TYPES.join(", ")}; did you mean "AZURE"?`,
    ],
    [
      "FLOPPY-DISKS",
      `objectStore.type is "FLOPPY-DISKS", but must be one of Thanos' types ${TYPES.join(", ")}; use one of them`,
    ],
  ] as const) {
    it(`is not of type ${type}`, () => assert.deepEqual(storeOf({ type }), [says]));
  }

  it("has no key of an S3 bucket", () => {
    assert.deepEqual(storeOf({ type: "GCS", buckt: "x" }), [
      "objectStore.buckt is not one of kind, prefix, type; remove it",
    ]);
  });

  it("needs its configuration, as a secret", () => {
    assert.deepEqual(said("COS", undefined), [
      "objectStoreConfig is required; set it with `pulumi config set --secret`, since objectStore.kind is thanos",
    ]);
    assert.match(said("COS", COS, false).join(), /^objectStoreConfig must be a secret;/);
  });

  for (const text of ["hunter2", "- a", "a: [", "a: 1\n---\nb: 2", ""]) {
    it(`is not configured by ${JSON.stringify(text)}`, () => {
      assert.deepEqual(said("COS", text), [`objectStoreConfig must be an object; ${HOW}`]);
    });
  }

  it("has every field that its type needs", () => {
    assert.deepEqual(said("OBS", "{endpoint: e, bucket: '', access_key: hunter2}"), [
      `objectStoreConfig.bucket is required for OBS; ${ADD}`,
      `objectStoreConfig.secret_key is required for OBS; ${ADD}`,
    ]);
  });

  it("needs one of two sets of fields where there are two", () => {
    assert.deepEqual(said("COS", "{endpoint: https://b.cos, secret_id: a, secret_key: b}"), []);
    assert.deepEqual(said("COS", "{endpoint: https://b.cos, secret_id: a}"), [
      `objectStoreConfig.secret_key is required for COS; ${ADD}`,
    ]);
  });

  for (const [what, field, says] of [
    [
      "mistyped",
      "secret_kye: x",
      /^objectStoreConfig\.secret_kye is not one of .*; did you mean "secret_key"\?$/,
    ],
    [
      "nested and mistyped",
      "http_config: {tls_config: {ca_fil: x}}",
      /^objectStoreConfig\.http_config\.tls_config\.ca_fil .* did you mean "ca_file"\?$/,
    ],
    ["of the whole file", "type: COS", /; write only the part below `config:`$/],
    ["of another type", "container: x", /^objectStoreConfig\.container is not one of/],
    [
      "called as what every object inherits",
      "constructor: x",
      /^objectStoreConfig\.constructor is not one of/,
    ],
    [
      "that is no number",
      "max_retries: many",
      /^objectStoreConfig\.max_retries must be a number; change its type$/,
    ],
    [
      "that is no object",
      "http_config: hunter2",
      /^objectStoreConfig\.http_config must be an object of fields;/,
    ],
    [
      "that is no text",
      "secret_key: {a: hunter2}",
      /^objectStoreConfig\.secret_key must be a text;/,
    ],
  ] as const) {
    it(`has no field ${what}, and none is shown`, () => {
      const others = COS.split("\n").filter((line) => !line.startsWith(field.split(":")[0] ?? ""));
      const faults = said("COS", [...others, field].join("\n"));
      assert.equal(faults.filter((fault) => says.test(fault)).length, 1, faults.join("\n"));
      assert.doesNotMatch(faults.join(), /hunter2/);
    });
  }
});

describe("the configuration of such a store", () => {
  const texts = parseStoreConfig(COS) ?? {};
  const reading = readStoreConfig("x", "COS", texts);
  const config = "config" in reading ? reading.config : {};

  it("keeps a key as the text that it is, and a number as a number", () => {
    assert.equal(config["secret_key"], "0777");
    assert.equal(config["max_retries"], 3);
  });

  it("is handed to Thanos below its type and prefix", () => {
    const location = { type: "COS", bucket: "b", prefix: "p/q" } as const;
    const text = objstoreYaml(location, { config: JSON.stringify(config), plaintext: false });
    assert.deepEqual(parse(text, { version: "1.1" }), { type: "COS", prefix: "p/q", config });
  });

  it("tells which bucket it is without a credential", () => {
    assert.equal(bucketLocation("COS", config), "eu-frankfurt/1250000000/metrics");
  });

  it("has no field for its place that it does not know", () => {
    for (const [type, { fields, bucketFields: place, required }] of Object.entries(STORE_TYPES)) {
      const names = Object.keys(fields);
      const used = [...place, ...required.flat()];
      assert.deepEqual(
        used.filter((name) => !names.includes(name)),
        [],
        type,
      );
    }
  });
});

describe("an observee's store of another type", () => {
  const location = { type: "GCS", bucket: "metrics-paris" } as const;

  it("is read with the configuration that the observer has for it", () => {
    assert.deepEqual(observeeStoreConfig("paris", location, { bucket: "metrics-paris" }), {
      bucket: "metrics-paris",
    });
  });

  it("is not read without one", () => {
    assert.deepEqual(observeeStoreConfig("paris", location, undefined), [
      {
        path: "observeeStoreConfigs.paris",
        rule: 'is required: observee "paris" keeps its blocks in a store of type GCS',
        fix: "set it with `pulumi config set --secret --path thanos-fleet:observeeStoreConfigs.paris`",
      },
    ]);
  });

  it("is not mistaken for another bucket", () => {
    assert.deepEqual(observeeStoreConfig("paris", location, { bucket: "metrics-lyon" }), [
      {
        path: "observeeStoreConfigs.paris.bucket",
        rule: 'must be the one that observee "paris" writes to',
        fix: "use the same value",
      },
    ]);
  });

  it("is read with no field that its type does not have", () => {
    assert.match(
      JSON.stringify(
        observeeStoreConfig("paris", location, { bucket: "metrics-paris", acess: "x" }),
      ),
      /^\[\{"path":"observeeStoreConfigs\.paris\.acess","rule":"is not one of/,
    );
  });

  it("needs nothing where it is S3", () => {
    const { objectStore } = observeeOutputs("paris");
    assert.equal(observeeStoreConfig("paris", objectStore, undefined), undefined);
  });

  for (const [what, text, says] of [
    [
      "text",
      "hunter2",
      `observeeStoreConfigs must be a JSON object of store configurations by observee; ${HOW}`,
    ],
    ["list", '{"paris": []}', `observeeStoreConfigs.paris must be an object; ${HOW}`],
    [
      "observee that there is not",
      '{"pariss": {"bucket": "b"}}',
      'observeeStoreConfigs.pariss is not one of paris; did you mean "paris"?',
    ],
  ] as const) {
    it(`is not configured by a ${what}`, () => {
      const texts = Object.entries(ownKeys(OBSERVER)).map(([key, value]): [string, string] => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]);
      const values = { ...Object.fromEntries(texts), observeeStoreConfigs: text };
      const secrets = new Set([
        "objectStoreAccessKey",
        "objectStoreSecretKey",
        "observeeStoreConfigs",
      ]);
      assert.deepEqual(faultsOf({ values, secrets }), [says]);
    });
  }
});
