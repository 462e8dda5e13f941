// No private key and no store credential is in outputs, logs, diffs, the encrypted state or unprotected objects.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { kubectl } from "../../lab/cluster/kubectl";
import { observees, observer } from "../../lab/cluster/machines";
import { repository, state } from "../../lab/paths";
import { s3Keys } from "../../lab/s3";
import { findPlugins } from "../../lab/stacks/plugins";
import { pulumi } from "../../lab/stacks/pulumi";
import { upLog } from "../../lab/stacks/up";
import { EC_KEY } from "../support/planted-key";
import { holds } from "../support/scan";
import { withConfig } from "./support/config-copy";
import { budget } from "./support/budget";
import { fileOf, secretFiles } from "./support/cluster";
import { observeeNames, onState, stackNames } from "./support/stacks";

const PRIVATE_KEY = "PRIVATE KEY-----";
/** Kinds that many users may read, unlike Secrets. */
const OPEN_KINDS = "configmaps,pods,deployments,statefulsets,services,prometheuses,servicemonitors";

/** The texts of a place that contain a private key, or the secret key of the object store. */
const unclean = (texts: ReadonlyMap<string, string>): string[] =>
  [...texts]
    .filter(([, text]) => holds(text, PRIVATE_KEY) || holds(text, s3Keys().secretKey))
    .map(([name]) => name);

const filesBelow = (folder: string): string[] =>
  fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

/** Output of a `preview` that would renew every leaf certificate: keys and certificates are among the changes. */
const previewed = (stack: string, flag: string): Promise<string> =>
  withConfig(
    stack,
    ({ unsafeForTests }) => ({ unsafeForTests: { ...Object(unsafeForTests), alwaysRenew: true } }),
    (file) => {
      const where = ["--stack", stack, "--config-file", file];
      return pulumi(["preview", ...where, flag], findPlugins(), { cwd: repository });
    },
  );

const ofStacks = async (
  names: readonly string[],
  read: (stack: string) => string | Promise<string>,
): Promise<Map<string, string>> => {
  const texts = new Map<string, string>();
  for (const name of names) {
    texts.set(name, await read(name));
  }
  return texts;
};

const PLACES: Readonly<Record<string, () => Promise<Map<string, string>>>> = {
  "exported states": () => ofStacks(stackNames, (stack) => onState(["stack", "export"], stack)),
  "outputs, also where secret ones are shown": () =>
    ofStacks(stackNames, (stack) =>
      onState(["stack", "output", "--json", "--show-secrets"], stack),
    ),
  "logs of `up`": () => ofStacks(stackNames, (stack) => fs.readFileSync(upLog(stack), "utf8")),
  diffs: () => ofStacks([observer.name, observees[0].name], (stack) => previewed(stack, "--diff")),
  "plans as JSON": () => ofStacks([observer.name], (stack) => previewed(stack, "--json")),
  "ConfigMaps and the clusters' other open objects": () =>
    ofStacks(stackNames, (cluster) =>
      kubectl(cluster, ["get", OPEN_KINDS, "--all-namespaces", "--output=json"]),
    ),
  "files of Pulumi's backend: states, their backups and histories": () => {
    const files = filesBelow(state("stacks", "backend")).filter((f) => /\.json(\.|$)/.test(f));
    return ofStacks(files, (file) => fs.readFileSync(file, "utf8"));
  },
};

/** Encodings of a key in a text. */
const FORMS = [
  EC_KEY,
  JSON.stringify(EC_KEY),
  ...["", "a", "ab"].map((before) => Buffer.from(before + EC_KEY).toString("base64")),
];

const found = new Map<string, Promise<Map<string, string>>>();

/** Read once for all tests. */
function textsOf(place: string): Promise<Map<string, string>> {
  const texts = found.get(place) ?? PLACES[place]?.() ?? Promise.reject(new Error(place));
  found.set(place, texts);
  return texts;
}

describe("secrets", () => {
  budget(90);
  let read = 0;
  after("print how much was read", () => console.log(`      ${String(read)} characters were read`));

  for (const place of Object.keys(PLACES)) {
    it(`are not in the ${place}`, async () => {
      const texts = await textsOf(place);
      assert.ok(texts.size > 0);
      for (const [name, text] of texts) {
        assert.ok(text.length > 0, `${name} is empty`);
        read += text.length;
      }
      assert.deepEqual(unclean(texts), []);
    });

    it(`are found if planted in the ${place}, in plain text and in base64`, async () => {
      const [first] = await textsOf(place);
      assert.ok(first !== undefined);
      const [name, text] = first;
      const half = Math.floor(text.length / 2);
      for (const key of [...FORMS, s3Keys().secretKey]) {
        const planted = text.slice(0, half) + key + text.slice(half);
        assert.deepEqual(unclean(new Map([[name, planted]])), [name], key.slice(0, 30));
      }
    });
  }

  it("are replaced by a placeholder in a diff of their replacement", async () => {
    const text = (await textsOf("diffs")).get(observees[0].name) ?? "";
    assert.match(text, /observee-trust-leaf-cert/);
    assert.match(text, /\[secret\]/);
  });
});

describe("the scan for secrets", () => {
  budget(10);

  it("finds the keys where they belong: in the clusters' Secrets and in the decrypted state", async () => {
    const [first = ""] = observeeNames;
    const files = await secretFiles(first, "thanos-server-tls");
    assert.ok(holds(fileOf(files, "tls.key"), PRIVATE_KEY));
    assert.ok(holds(await onState(["stack", "export", "--show-secrets"], first), PRIVATE_KEY));
  });

  it("does not mistake a certificate for a key", () => {
    assert.ok(!holds("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", PRIVATE_KEY));
  });
});
