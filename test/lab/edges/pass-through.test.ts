// Edges that forward TCP, where Thanos itself checks the certificate.
import { observees } from "../../../lab/cluster/machines";
import { budget } from "../support/budget";
import { carriesGrpc, OLD, refusals } from "../support/edge-suite";
import { outages, whileAway } from "../support/outages";
import { atRest } from "../support/reset-fleet";

const names = observees.map(({ name }) => name);
const [staying, gone] = observees;

describe("edges by a load balancer", () => {
  budget(300);
  before("wait until the fleet is at rest", () => atRest());

  carriesGrpc([staying.name], () => {
    for (const name of names) {
      describe(`of ${name}, admit only the observer's certificate, and`, () =>
        refusals(name, { refused: OLD, without: "silent" }));
    }
    describe(`without ${gone.name}`, () => outages(gone, whileAway));
  });
});
