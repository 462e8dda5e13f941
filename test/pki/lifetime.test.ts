// An authority signs nothing that would outlive it.
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { CLIENT_CA, NEXT_CLIENT_CA } from "../../render/certificates";
import { lifetimeFault } from "../../specs/pki/lifetime";
import type { Rotation } from "../../specs/pki/rotation";

const HOUR = 3_600_000;
const LEAF = 90 * 24;
const END = Date.parse(new X509Certificate(CLIENT_CA).validTo);
const FIRST: Rotation = { generation: 1, phase: "stable" };
const OVERLAP: Rotation = { generation: 2, phase: "overlap" };
const CUTOVER: Rotation = { generation: 2, phase: "cutover" };

const fault = (wanted: Rotation, hoursLeft: number, published = [CLIENT_CA], before = FIRST) =>
  lifetimeFault({
    path: "x",
    before,
    published,
    wanted,
    leafHours: LEAF,
    now: END - hoursLeft * HOUR,
  });

describe("an authority near its end", () => {
  it("signs while two lives of a leaf are left", () => {
    assert.equal(fault(FIRST, 2 * LEAF), undefined);
  });

  it("is refused after that, with the step to take", () => {
    assert.match(
      fault(FIRST, 2 * LEAF - 1) ?? "",
      /^x: the CA that signs ends at .*; go on with \{generation: 2, phase: overlap\}$/,
    );
  });

  it("may still be overlapped while one life of a leaf is left", () => {
    assert.equal(fault(OVERLAP, LEAF), undefined);
  });

  it("is cut over from after that", () => {
    const published = [CLIENT_CA, NEXT_CLIENT_CA];
    assert.match(
      fault(OVERLAP, LEAF - 1, published, OVERLAP) ?? "",
      /go on with \{generation: 2, phase: cutover\}$/,
    );
  });

  it("is no matter once the new one signs", () => {
    const published = [CLIENT_CA, NEXT_CLIENT_CA];
    // The next placeholder ends most of an hour after the first.
    assert.equal(fault(CUTOVER, LEAF - 0.5, published, OVERLAP), undefined);
  });

  it("is no matter before it is made", () => {
    assert.equal(fault(FIRST, -1, []), undefined);
  });
});
