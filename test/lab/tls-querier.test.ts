// The layout with a TLS querier per observee: reached and left without a failed query; without one its observee alone is
// missing.
import { clusters, observees, observer } from "../../lab/cluster/machines";
import { tlsQuerierName } from "../../components/tls-querier/part";
import { answersOnly } from "./support/answers";
import { budget } from "./support/budget";
import { mustUp } from "./support/engine";
import { configure } from "./support/overrides";
import { QueryLoop, settled } from "./support/query-loop";
import { scale } from "./support/scale";
import { onProgram } from "./support/stacks";

const REPLICAS = 2;

describe("a TLS querier per observee", () => {
  budget(300);
  const all = clusters.map(({ name }) => name).sort();
  const [{ name: without }] = observees;
  const deployment = `deployment/${tlsQuerierName(without)}`;
  const loop = new QueryLoop(400);
  const use = async (layout?: "perObservee") => {
    await configure(observer.name, { tlsQuerier: layout && { layout } });
    await mustUp(observer.name);
  };

  before("wait until all clusters answer", () => settled(all));
  after("print the queries", () => loop.print());
  // Also when a test fails: the lab is left as it was found.
  after("return to the default layout", async () => {
    await use();
    await settled(all);
  });

  it("replaces Query's own calls without a failed query", () =>
    loop.during("layout: a TLS querier per observee", all, () => use("perObservee")));

  it("leaves out its observee alone at 0 replicas", async () => {
    await scale(observer.name, deployment, 0);
    await answersOnly(all.filter((name) => name !== without));
  });

  it("brings its observee back once it is scaled up again", async () => {
    await scale(observer.name, deployment, REPLICAS);
    await answersOnly(all);
    await settled(all);
  });

  it("is then as the program declares it", async () => {
    await onProgram("preview", observer.name, ["--refresh", "--expect-no-changes"]);
  });

  it("is removed without a failed query", () =>
    loop.during("layout: Query itself", all, () => use()));
});
