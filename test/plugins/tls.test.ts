// The contract of the tls provider: real keys and certificates, secret where they have to be.
import { forEachPlugin } from "./found";
import { Bench } from "./tls/bench";
import { testCertificates } from "./tls/certificates";
import { testDifferences } from "./tls/differences";
import { testFields } from "./tls/fields";
import { testKeys } from "./tls/keys";

forEachPlugin("tls", (command) => {
  const bench = new Bench(command);
  before(() => bench.start());
  after(() => bench.stop());

  describe("its keys", () => testKeys(bench));
  describe("its fields", () => testFields(bench));
  describe("its certificates", () => testCertificates(bench));
  describe("its differences", () => testDifferences(bench));
});
