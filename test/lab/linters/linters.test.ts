// Linters find only what test/policy/waivers.yaml waives in rendered manifests, and find every planted fault.
import * as assert from "node:assert/strict";
import type { Recorded } from "../../../tools/render/recorded";
import { ALL_STACKS, stack } from "../../support/fleet";
import { budget, building } from "../support/budget";
import { faultsOf, ownWaivers } from "../support/waivers";
import { checkovAws, checkovKubernetes } from "./checkov";
import type { Finding } from "./findings";
import { kubeLinter } from "./kube-linter";
import { kubeScore } from "./kube-score";
import { isStandIn } from "./manifests";
import { CLOUD, EXAMPLE, isPlanted, MANIFESTS, plantedName, plantedStacks } from "./planted";
import { buildLinters } from "./programs";

describe("linters", () => {
  building("each linter", buildLinters);
  budget(180);
  let findings: readonly Finding[] = [];

  before("lint every configuration, and those with planted faults", async function () {
    this.timeout(600_000);
    const all: Record<string, readonly Recorded[]> = {};
    await timed("recording", async () => {
      for (const name of ALL_STACKS) {
        all[name] = (await stack(name)).resources;
      }
    });
    const base = all[EXAMPLE] ?? [];
    const manifests = { ...all, ...plantedStacks(base, MANIFESTS) };
    const cloud = { ...all, ...plantedStacks(base, CLOUD) };
    const found = await Promise.all([
      timed("kube-score", () => kubeScore(manifests)),
      timed("kube-linter", () => kubeLinter(manifests)),
      timed("checkov of manifests", () => checkovKubernetes(manifests)),
      timed("checkov of AWS", () => checkovAws(cloud)),
    ]);
    findings = found.flat().filter(({ resource }) => !isStandIn(resource));
  });

  it(`find only waived problems in ${String(ALL_STACKS.length)} configurations`, () => {
    const own = findings.filter((finding) => !isPlanted(finding.stack));
    assert.deepEqual(faultsOf(own, ownWaivers(), new Date()), []);
  });

  it("read every configuration", () => {
    // The waived findings show that it was read.
    for (const linter of ["kube-score", "checkov"]) {
      const read = findings.filter(({ id }) => id.startsWith(`${linter} `));
      assert.deepEqual(
        ALL_STACKS.filter((name) => !read.some((one) => one.stack === name)),
        [],
      );
    }
  });

  for (const [fault, { found }] of Object.entries({ ...MANIFESTS, ...CLOUD })) {
    it(`find ${fault.replaceAll("-", " ")}: ${found}`, () => {
      const times = (name: string) =>
        findings.filter((one) => one.stack === name && one.id === found).length;
      assert.ok(times(plantedName(fault)) > times(EXAMPLE));
    });
  }
});

async function timed<T>(what: string, run: () => Promise<T>): Promise<T> {
  const start = Date.now();
  const result = await run();
  console.log(`      ${what}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
  return result;
}
