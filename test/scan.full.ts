// No private key is in renderings, outputs or the repository, and the scan finds planted ones.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { SECRET } from "../tools/render/placeholders";
import type { Recording } from "../tools/render/recorder";
import { manifests } from "../tools/render/manifests";
import { PROJECT_FOLDER, everyStack } from "./support/fleet";
import { EC_KEY } from "./support/planted-key";
import { holds, keysIn } from "./support/scan";

type Texts = ReadonlyMap<string, string>;

const filesBelow = (folder: string): Texts =>
  new Map(
    fs
      .readdirSync(path.join(PROJECT_FOLDER, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [file, fs.readFileSync(file, "utf8")]),
  );

const files = (...names: readonly string[]): Texts =>
  new Map(names.map((name) => [name, fs.readFileSync(path.join(PROJECT_FOLDER, name), "utf8")]));

/** One recording after the other: the runtime is one for the whole process. */
async function ofStacks(texts: (recording: Recording) => Texts): Promise<Texts> {
  const all = new Map<string, string>();
  for (const [name, recording] of await everyStack()) {
    texts(recording).forEach((text, file) => all.set(`${name}/${file}`, text));
  }
  return all;
}

const asText = (of: "outputs" | "resources") =>
  ofStacks((recording) => new Map([[of, JSON.stringify(recording[of])]]));

const PLACES: Readonly<Record<string, () => Texts | Promise<Texts>>> = {
  "outputs of the stacks": () => asText("outputs"),
  "inputs and outputs of the resources": () => asText("resources"),
  "rendered files": () => ofStacks(({ resources }) => manifests(resources)),
  goldens: () => filesBelow("test/golden"),
  docs: () => filesBelow("docs"),
  "generated and example files": () =>
    files(
      ...["pulumi-stack.schema.json", "docs/configuration.md", "README.md"],
      ...["Pulumi.yaml", "Pulumi.observer.yaml", "Pulumi.observee.yaml"],
    ),
};

/** Encodings of a key in a text. */
const FORMS: Readonly<Record<string, string>> = {
  plain: EC_KEY,
  "in JSON": JSON.stringify({ key: EC_KEY }),
  "of PKCS #8": EC_KEY.replaceAll("EC PRIVATE", "PRIVATE"),
  ...Object.fromEntries(
    ["", "x", "xy"].map((before) => [
      `in base64, ${String(before.length)} bytes in`,
      Buffer.from(before + EC_KEY).toString("base64"),
    ]),
  ),
  "in base64, in lines": Buffer.from(EC_KEY).toString("base64").replaceAll(/.{64}/g, "$&\n"),
};

describe("a private key", () => {
  for (const [place, read] of Object.entries(PLACES)) {
    it(`is not in the ${place}`, async () => {
      const texts = await read();
      assert.ok(texts.size >= 4, `only ${String(texts.size)} texts`);
      assert.deepEqual(keysIn(texts), []);
    });

    it(`is found if planted in the ${place}`, async () => {
      const [first, ...others] = await read();
      assert.ok(first !== undefined);
      const [name, text] = first;
      for (const [form, key] of Object.entries(FORMS)) {
        const half = Math.floor(text.length / 2);
        const planted = text.slice(0, half) + key + text.slice(half);
        assert.deepEqual(keysIn(new Map([...others, [name, planted]])), [name], form);
      }
    });
  }

  it("has no placeholder in a rendering either", async () => {
    for (const read of [
      PLACES["outputs of the stacks"],
      PLACES["rendered files"],
      PLACES["goldens"],
    ]) {
      for (const [name, text] of (await read?.()) ?? []) {
        assert.ok(!holds(text, SECRET), name);
      }
    }
  });

  it("is not mistaken for a certificate", () => {
    const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
    assert.deepEqual(keysIn(new Map([["a", pem]])), []);
  });
});
