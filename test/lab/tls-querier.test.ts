// Without the TLS querier only the observer answers: it is the only way to the observees.
import { clusters, observer } from "../../lab/cluster/machines";
import { answersOnly } from "./support/answers";
import { budget } from "./support/budget";
import { settled } from "./support/query-loop";
import { scale } from "./support/scale";
import { onProgram } from "./support/stacks";
import { TLS_QUERIER } from "../../components/tls-querier/part";

const REPLICAS = 2;
const deployment = `deployment/${TLS_QUERIER.name}`;

describe("the TLS querier", () => {
  budget(300);
  const all = clusters.map(({ name }) => name).sort();

  before("wait until all clusters answer", () => answersOnly(all));
  // Also when a test fails: the lab is left as it was found.
  after("scale it up again", () => scale(observer.name, deployment, REPLICAS));

  it("at 0 replicas leaves only the observer in the answer", async () => {
    await scale(observer.name, deployment, 0);
    await answersOnly([observer.name]);
  });

  it("scaled up again brings every observee back", async () => {
    await scale(observer.name, deployment, REPLICAS);
    await answersOnly(all);
    await settled(all);
  });

  it("is then as the program declares it", async () => {
    await onProgram("preview", observer.name, ["--refresh", "--expect-no-changes"]);
  });
});
