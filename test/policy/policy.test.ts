// Policy: what holds for every resource of every role.
import * as assert from "node:assert/strict";
import { images as labImages } from "../../lab/build/images";
import { ALL_STACKS, stack } from "../support/fleet";
import { IMAGES } from "../../specs/versions";
import { imagesOf } from "./pods";
import { RULES } from "./rules";

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

for (const name of ALL_STACKS) {
  describe(`policy: in ${name}`, () => {
    for (const [rule, check] of Object.entries(RULES)) {
      it(rule, async () => {
        const { resources } = await stack(name);
        assert.deepEqual(check(resources), []);
      });
    }

    it("every image is one that the lab makes", async () => {
      const made = [
        ...Object.values(labImages).map((image) => within(image.name)),
        ...NOT_IN_THE_LAB.map(({ repository, tag }) => `${repository}:${tag}`),
      ];
      const { resources } = await stack(name);
      assert.deepEqual(
        imagesOf(resources)
          .map(within)
          .filter((image) => !made.includes(image)),
        [],
      );
    });
  });
}
