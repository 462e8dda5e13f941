// The table of bad input: one sentence for each, with path, value, rule and fix.
import * as assert from "node:assert/strict";
import { BAD_CAS } from "../support/bad-cas";
import { ALERTING } from "../support/bad-alerting";
import { BAD_EDGES } from "../support/bad-edges";
import { GRAFANA } from "../support/bad-grafana";
import { ROWS } from "../support/bad-input";
import { BAD_NETWORK } from "../support/bad-network";
import { BAD_WORDS } from "../support/bad-texts";
import { OBSERVEE, OBSERVER } from "../support/configs";
import { messagesOf } from "../support/judged";

describe("bad input", () => {
  it("is accepted without its fault", () => {
    assert.deepEqual([...messagesOf(OBSERVER), ...messagesOf(OBSERVEE)], []);
  });

  for (const { row, config, says } of [
    ...ROWS,
    ...ALERTING,
    ...BAD_CAS,
    ...BAD_EDGES,
    ...BAD_WORDS,
    ...BAD_NETWORK,
    ...GRAFANA,
  ]) {
    const title = says.length > 90 ? `${says.slice(0, 90)}…` : says;
    it(`${row === undefined ? "" : `(row ${String(row)}) `}${title}`, () => {
      assert.deepEqual(messagesOf(config), [says]);
    });
  }
});
