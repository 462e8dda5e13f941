// The contract of the kubernetes provider, as far as the program needs it, on a fake API server.
import { forEachPlugin } from "./found";
import { Bench } from "./kubernetes/bench";
import { testCancellation } from "./kubernetes/cancellation";
import { testDifferences } from "./kubernetes/differences";
import { testFailures } from "./kubernetes/failures";
import { testInputs } from "./kubernetes/inputs";
import { testObjects } from "./kubernetes/objects";
import { testPreviews } from "./kubernetes/previews";
import { testReadiness } from "./kubernetes/readiness";
import { testRefresh } from "./kubernetes/refresh";

forEachPlugin("kubernetes", (command) => {
  const bench = new Bench(command);
  before(() => bench.start());
  beforeEach(() => bench.api.reset());
  after(() => bench.stop());

  describe("its inputs", () => testInputs(bench));
  describe("its differences", () => testDifferences(bench));
  describe("its objects", () => testObjects(bench));
  describe("its previews", () => testPreviews(bench));
  describe("its refresh", () => testRefresh(bench));
  describe("its readiness", () => testReadiness(bench));
  describe("its failures", () => testFailures(bench));
  describe("its cancellation", () => testCancellation(bench));
});
