// Policy: what holds for every resource of every role.
import * as assert from "node:assert/strict";
import { images as labImages } from "../../lab/build/images";
import type { Recording } from "../../tools/render/recorder";
import { everyStack, stack } from "../support/fleet";
import { IMAGES } from "../../kubernetes/images";
import { imagesOf } from "./pods";
import { RULES } from "./rules";
import type { Rule } from "./structure";

/** What no package registry has in a form that the lab could build in reasonable time. */
const NOT_IN_THE_LAB = [IMAGES.minio, IMAGES.grafana, IMAGES.dashboardSidecar];

/** Whichever registry it comes from. */
const within = (image: string): string => image.replace(/^[^/]+\//, "");

describe("a registry in the configuration", () => {
  it("is where every image comes from", async () => {
    const images = imagesOf((await stack("fleet")).resources);
    assert.ok(images.length > 5);
    assert.deepEqual(
      images.filter((image) => !image.startsWith("mirror.example.com/")),
      [],
    );
  });
});

const IN_THE_LAB = [
  ...Object.values(labImages).map((image) => within(image.name)),
  ...NOT_IN_THE_LAB.map(({ repository, tag }) => `${repository}:${tag}`),
];

describe("policy: in every tested stack", () => {
  let stacks: ReadonlyMap<string, Recording>;

  before("record every stack", async function () {
    this.timeout(300_000);
    stacks = await everyStack();
  });

  /** What a rule finds, after the name of the stack. */
  const found = (check: Rule): string[] =>
    [...stacks].flatMap(([name, { resources }]) =>
      check(resources).map((fault) => `${name}: ${fault}`),
    );

  for (const [rule, check] of Object.entries(RULES)) {
    it(rule, () => assert.deepEqual(found(check), []));
  }

  it("every image is one that the lab makes", () => {
    const unknown: Rule = (resources) =>
      imagesOf(resources).filter((image) => !IN_THE_LAB.includes(within(image)));
    assert.deepEqual(found(unknown), []);
  });
});
