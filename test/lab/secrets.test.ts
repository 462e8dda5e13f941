// No private key and no store credential leaves its place: not in state, outputs, logs or the clusters' open objects.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { kubectl } from "../../lab/cluster/kubectl";
import { state } from "../../lab/paths";
import { s3Keys } from "../../lab/s3";
import { upLog } from "../../lab/stacks/up";
import { budget } from "./support/budget";
import { fileOf, secretFiles } from "./support/cluster";
import { holds } from "../support/scan";
import { observeeNames, onState, stackNames } from "./support/stacks";

const PRIVATE_KEY = "PRIVATE KEY-----";
/** Kinds that many may read, unlike Secrets. */
const OPEN_KINDS = "configmaps,pods,deployments,statefulsets,services,prometheuses,servicemonitors";

function clean(text: string, where: string): void {
  assert.ok(text.length > 0, `${where} is empty`);
  assert.ok(!holds(text, PRIVATE_KEY), `${where} holds a private key`);
  assert.ok(!holds(text, s3Keys().secretKey), `${where} holds the object store's secret key`);
}

const filesBelow = (folder: string): string[] =>
  fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

describe("secrets", () => {
  budget(15);

  for (const stack of stackNames) {
    it(`are not in the exported state of ${stack}`, async () => {
      clean(await onState(["stack", "export"], stack), "the state");
    });

    it(`are not in the outputs of ${stack}, also where secret ones are shown`, async () => {
      clean(await onState(["stack", "output", "--json", "--show-secrets"], stack), "the outputs");
    });

    it(`are not in what \`up\` of ${stack} said`, () => {
      clean(fs.readFileSync(upLog(stack), "utf8"), "the log");
    });

    it(`are not in the open objects of cluster ${stack}`, async () => {
      const flags = ["--all-namespaces", "--output=json"];
      clean(await kubectl(stack, ["get", OPEN_KINDS, ...flags]), "an object");
    });
  }

  it("are not in any file of Pulumi's backend: states, their backups and histories", () => {
    const files = filesBelow(state("stacks", "backend")).filter((file) =>
      /\.json(\.|$)/.test(file),
    );
    assert.ok(files.length >= stackNames.length);
    for (const file of files) {
      clean(fs.readFileSync(file, "utf8"), file);
    }
  });
});

describe("the scan for secrets", () => {
  budget(10);
  const key = `-----BEGIN EC ${PRIVATE_KEY}\nMHcCAQEE\n-----END EC ${PRIVATE_KEY}\n`;

  it("finds a planted key in clear, in JSON and in base64 at any offset", () => {
    assert.ok(holds(`x${key}`, PRIVATE_KEY));
    assert.ok(holds(JSON.stringify({ a: [key] }), PRIVATE_KEY));
    for (const offset of ["", "a", "ab"]) {
      const encoded = Buffer.from(`${offset}${key}`).toString("base64");
      assert.ok(holds(JSON.stringify({ data: encoded }), PRIVATE_KEY), `offset ${offset}`);
      assert.ok(holds(encoded.replaceAll(/.{20}/g, "$&\n"), PRIVATE_KEY), "in lines");
    }
  });

  it("finds the keys where they are meant to be: in the clusters' Secrets and the shown state", async () => {
    const [first = ""] = observeeNames;
    const files = await secretFiles(first, "thanos-server-tls");
    assert.ok(holds(fileOf(files, "tls.key"), PRIVATE_KEY));
    assert.ok(holds(await onState(["stack", "export", "--show-secrets"], first), PRIVATE_KEY));
  });

  it("does not take a certificate for a key", () => {
    assert.ok(!holds("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", PRIVATE_KEY));
  });
});
