// Where a server certificate comes from, behind a load balancer and behind an Ingress.
import * as assert from "node:assert/strict";
import { OTHER_CA, SERVER_CA } from "../../render/certificates";
import type { Recording } from "../../render/recorder";
import { certificateFingerprint } from "../../specs/fingerprint";
import { field } from "../policy/objects";
import type { ConfigObject } from "../support/configs";
import { Stacks, called, connected, namesIn, observeeCalled, observerOf } from "../support/stacks";

const EXPOSURES: Readonly<Record<string, ConfigObject>> = {
  loadBalancer: { kind: "loadBalancer", address: "edge.paris.example.com" },
  ingress: { kind: "ingress", hostname: "edge.paris.example.com" },
};

interface Issuer {
  readonly is: ConfigObject;
  /** Secret with the server certificate. */
  readonly secret: string;
  /** What the observer shall trust; the system's CAs where it is undefined. */
  readonly ca: string | undefined;
}

const issuerRef = { name: "corporate", kind: "ClusterIssuer" };
const ISSUERS: Readonly<Record<string, Issuer>> = {
  self: { is: { issuer: "self" }, secret: "thanos-server-tls", ca: SERVER_CA },
  "a public certManager": {
    is: { issuer: "certManager", issuerRef },
    secret: "thanos-server-tls",
    ca: undefined,
  },
  "a private certManager": {
    is: { issuer: "certManager", issuerRef, caPem: OTHER_CA },
    secret: "thanos-server-tls",
    ca: OTHER_CA,
  },
  "a supplied public one": {
    is: { issuer: "supplied", secretName: "bought" },
    secret: "bought",
    ca: undefined,
  },
  "a supplied private one": {
    is: { issuer: "supplied", secretName: "bought", caPem: OTHER_CA },
    secret: "bought",
    ca: OTHER_CA,
  },
};

/** The Secret that the edge serves from. */
const servedFrom = (recording: Recording, exposure: string): unknown =>
  exposure === "ingress"
    ? field(called(recording, "observee-edge").inputs, "spec", "tls", 0, "secretName")
    : field(
        field(
          called(recording, "observee-query-leaf").inputs,
          ...["spec", "template", "spec", "volumes"],
        ),
        1,
        ...["secret", "secretName"],
      );

for (const [who, { is, secret, ca }] of Object.entries(ISSUERS)) {
  describe(`a server certificate of ${who}`, () => {
    for (const [kind, exposure] of Object.entries(EXPOSURES)) {
      describe(`behind ${kind}`, () => {
        let edge: Recording;
        let observer: Recording;
        before(async () => {
          const stacks = new Stacks(await connected("paris", "lyon"));
          edge = await stacks.up(
            "paris",
            observeeCalled("paris", { exposure, serverCertificate: is }),
          );
          observer = await stacks.up("observer", observerOf({ paris: {}, lyon: {} }));
        });

        it(`is served from the Secret ${secret}`, () => {
          assert.equal(servedFrom(edge, kind), secret);
        });

        it(`is ${ca === undefined ? "checked against the system's CAs" : "checked against its own CA"}`, () => {
          assert.equal(edge.outputs["serverCa"], ca);
          const file = JSON.stringify(called(observer, "observer-query-tls-endpoints").inputs);
          assert.equal(/ca_file: \/etc\/thanos\/tls\/paris\/ca.crt/.test(file), ca !== undefined);
          assert.match(file, /cert_file: \/etc\/thanos\/tls\/paris\/tls.crt/);
          const data = called(observer, "observer-trust-paris-secret").inputs["stringData"];
          assert.equal("ca.crt" in Object(data), ca !== undefined);
          assert.deepEqual(
            field(observer.outputs, "trusts", "paris"),
            ca === undefined ? [] : [certificateFingerprint(ca)],
          );
        });

        it("has a CA and a key made here only if it is of self", () => {
          const made = namesIn(edge).filter((name) =>
            /^observee-trust-(ca|leaf|server)/.test(name),
          );
          assert.equal(made.length > 0, is["issuer"] === "self", made.join());
        });

        it("has alerts and end dates here only if it is made here", () => {
          const ends = Object.keys(Object(edge.outputs["certificateEnds"]));
          assert.deepEqual(ends, is["issuer"] === "self" ? ["server", "serverCa/1"] : []);
          assert.equal(namesIn(edge).includes("observee-trust-expiry"), is["issuer"] === "self");
        });

        it("is asked of cert-manager only if that issues it", () => {
          const asked = namesIn(edge).includes("observee-trust-certificate");
          assert.equal(asked, is["issuer"] === "certManager");
        });
      });
    }
  });
}
