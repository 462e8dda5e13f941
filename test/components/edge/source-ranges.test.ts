// Ranges of addresses: every spelling of one that begins with its own address.
import * as assert from "node:assert/strict";
import { ipRange } from "../../../components/edge/source-ranges";
import { BAD_WORDS } from "../../support/bad-texts";

const GOOD = [
  ...["0.0.0.0/0", "10.0.0.0/8", "203.0.113.7/32"],
  ...["::/0", "2001:db8::/32", "2001:DB8::/32", "2001:db8:0:1::/64", "2001:db8::1/128", "::1/128"],
  ...["fe80::/10", "2001:db8:1:2:3:4:5:6/128", "2001:db8:1:2:3:4:5:0/112", "1::/16"],
];

describe("a range of addresses", () => {
  for (const range of GOOD) {
    it(`accepts ${range}`, () => {
      assert.ok(ipRange.safeParse(range).success);
    });
  }

  it("rejects the invalid ranges of the table", () => {
    assert.ok(BAD_WORDS.filter(({ says }) => says.includes("IPv6")).length > 5);
  });
});
