// The regular expressions in renovate.json find every version; Renovate itself would not report a missing one.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { versions } from "../lab/versions";
import { CHARTS, IMAGES } from "../kubernetes/images";

const root = path.resolve(__dirname, "..");
const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");
const { customManagers } = z
  .object({ customManagers: z.array(z.object({ matchStrings: z.tuple([z.string()]) })) })
  .parse(JSON.parse(read("renovate.json")));

/** Versions that the manager of that place in the list finds. */
const found = (manager: number, file: string): (string | undefined)[] =>
  [...read(file).matchAll(new RegExp(customManagers[manager]?.matchStrings[0] ?? "-", "g"))].map(
    ({ groups }) => groups?.["currentValue"],
  );

describe("renovate.json", () => {
  it("finds every image", () => {
    assert.deepEqual(
      found(0, "kubernetes/images.ts"),
      Object.values(IMAGES).map(({ tag }) => tag),
    );
  });

  it("finds every chart", () => {
    assert.deepEqual(
      found(1, "kubernetes/images.ts"),
      Object.values(CHARTS).map(({ version }) => version),
    );
  });

  it("finds every program of the lab, except those without newer versions", () => {
    const { minio, pause, ...moving } = versions;
    assert.deepEqual(found(2, "lab/versions.ts"), Object.values(moving));
    assert.ok(![minio, pause].some((version) => found(2, "lab/versions.ts").includes(version)));
  });
});
