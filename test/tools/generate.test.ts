// Generated files are up to date with the schemas and tables in the code.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { generatedFiles } from "../../tools/generate/files";
import { networkPage } from "../../tools/generate/network";
import { FLOWS } from "../../components/network-policies/flows";
import { isPart, OUTSIDE, PODS, type Party } from "../../components/network-policies/parties";

describe("generated files", () => {
  for (const file of ["docs/configuration.md", "docs/network.md", "pulumi-stack.schema.json"]) {
    it(`${file} is up to date; \`npm run generate\` writes it`, async () => {
      const written = fs.readFileSync(path.resolve(__dirname, "../..", file), "utf8");
      assert.equal(written, (await generatedFiles())[file]);
    });
  }

  it("have network tables without cells that are longer than a line", () => {
    const cells = networkPage()
      .split("\n")
      .filter((line) => line.startsWith("|"))
      .flatMap((line) => line.split("|").map((cell) => cell.trim()));
    assert.deepEqual(
      cells.filter((cell) => cell.length > 110),
      [],
    );
  });

  it("list every flow of the network", () => {
    const lines = networkPage().split("\n");
    const nameOf = (party: Party) => (isPart(party) ? `\`${PODS[party].name}\`` : OUTSIDE[party]);
    const missing = FLOWS.filter(
      ({ from, to }) =>
        from !== "clients" &&
        from !== "externalPrometheus" &&
        !(from === "prometheus" && isPart(to)),
    ).filter(
      ({ from, to }) =>
        !lines.some((line) => line.includes(nameOf(from)) && line.includes(nameOf(to))),
    );
    assert.deepEqual(missing, []);
  });

  it("are named in both example stack files", () => {
    for (const role of ["observer", "observee"]) {
      const text = fs.readFileSync(path.resolve(__dirname, "../..", `Pulumi.${role}.yaml`), "utf8");
      assert.match(text, /^# yaml-language-server: \$schema=pulumi-stack\.schema\.json$/m);
    }
  });
});
