// What is generated from the configuration's schemas is as the schemas are.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { generatedFiles } from "../generate/files";

describe("generated files", () => {
  for (const file of ["docs/configuration.md", "pulumi-stack.schema.json"]) {
    it(`${file} is not stale; \`npm run generate\` writes it`, async () => {
      const written = fs.readFileSync(path.resolve(__dirname, "..", file), "utf8");
      assert.equal(written, (await generatedFiles())[file]);
    });
  }

  it("are wired into both example stack files", () => {
    for (const role of ["observer", "observee"]) {
      const text = fs.readFileSync(path.resolve(__dirname, "..", `Pulumi.${role}.yaml`), "utf8");
      assert.match(text, /^# yaml-language-server: \$schema=pulumi-stack\.schema\.json$/m);
    }
  });
});
