// Where a server certificate comes from, behind a load balancer and behind an Ingress.
import * as assert from "node:assert/strict";
import { OTHER_CA, SERVER_CA } from "../../../../tools/render/certificates";
import type { Recording } from "../../../../tools/render/recorder";
import { certificateFingerprint } from "../../../../components/pki/certificates/fingerprint";
import { field } from "../../../policy/objects";
import { certificatesIn } from "../../../support/alerts";
import type { ConfigObject } from "../../../support/configs";
import {
  Stacks,
  called,
  connected,
  namesIn,
  observeeCalled,
  observerOf,
} from "../../../support/stacks";

const NAME = "edge.paris.example.com";
/** Keys of an observee, whose name is one that a public CA may sign. */
const EXPOSURES: Readonly<Record<string, ConfigObject>> = {
  loadBalancer: { exposure: { kind: "loadBalancer", address: NAME }, serverName: NAME },
  ingress: { exposure: { kind: "ingress", hostname: NAME } },
};

interface Issuer {
  readonly is: ConfigObject;
  /** Secret with the server certificate. */
  readonly secret: string;
  /** What the observer shall trust; the system's CAs where it is undefined. */
  readonly ca: string | undefined;
  /** Certificates whose end is an output. */
  readonly dates: readonly string[];
  /** Certificates with alerts; those with end dates without it. */
  readonly watched?: readonly string[];
}

const issuerRef = { name: "corporate", kind: "ClusterIssuer" };
const ISSUERS: Readonly<Record<string, Issuer>> = {
  "issuer self": {
    is: { issuer: "self" },
    secret: "thanos-server-tls",
    ca: SERVER_CA,
    dates: ["server", "serverCa/1"],
  },
  "certManager with a public CA": {
    is: { issuer: "certManager", issuerRef },
    secret: "thanos-server-tls-cert-manager",
    ca: undefined,
    dates: [],
    watched: ["server"],
  },
  "certManager with a private CA": {
    is: { issuer: "certManager", issuerRef, caPem: OTHER_CA },
    secret: "thanos-server-tls-cert-manager",
    ca: OTHER_CA,
    dates: ["serverCertificate.caPem/1"],
    watched: ["server", "serverCertificate.caPem/1"],
  },
  "supplied, from a public CA": {
    is: { issuer: "supplied", secretName: "bought" },
    secret: "bought",
    ca: undefined,
    dates: [],
  },
  "supplied, from a private CA": {
    is: { issuer: "supplied", secretName: "bought", caPem: OTHER_CA },
    secret: "bought",
    ca: OTHER_CA,
    dates: ["serverCertificate.caPem/1"],
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

for (const [who, { is, secret, ca, dates, watched = dates }] of Object.entries(ISSUERS)) {
  describe(`a server certificate: ${who}`, () => {
    for (const [kind, exposed] of Object.entries(EXPOSURES)) {
      describe(`behind ${kind}`, () => {
        let edge: Recording;
        let observer: Recording;
        before(async () => {
          const stacks = new Stacks(await connected("paris", "lyon"));
          const config = observeeCalled("paris", { ...exposed, serverCertificate: is });
          // In the first one the CA that was there before is on its way out.
          await stacks.up("paris", config);
          edge = await stacks.up("paris", config);
          observer = await stacks.up("observer", observerOf({ paris: {}, lyon: {} }));
        });

        it(`is served from the Secret ${secret}`, () => {
          assert.equal(servedFrom(edge, kind), secret);
        });

        it(`is verified with ${ca === undefined ? "the system's CAs" : "its own CA"}`, () => {
          assert.equal(edge.outputs["serverCa"], ca);
          const file = JSON.stringify(called(observer, "observer-query-endpoints").inputs);
          assert.equal(/ca_file: \/etc\/thanos\/tls\/paris\/ca.crt/.test(file), ca !== undefined);
          assert.match(file, /cert_file: \/etc\/thanos\/tls\/paris\/tls.crt/);
          const data = called(observer, "observer-trust-paris-secret").inputs["stringData"];
          assert.equal("ca.crt" in Object(data), ca !== undefined);
          assert.deepEqual(
            field(observer.outputs, "trusts", "paris"),
            ca === undefined ? [] : [certificateFingerprint(ca)],
          );
        });

        it("has a CA and a key of this stack only if the issuer is self", () => {
          const made = namesIn(edge).filter((name) =>
            /^observee-trust-(ca|leaf|server)/.test(name),
          );
          assert.equal(made.length > 0, is["issuer"] === "self", made.join());
        });

        it(`has ${dates.join(" and ") || "nothing"} in the output certificateEnds`, () => {
          assert.deepEqual(Object.keys(Object(edge.outputs["certificateEnds"])), dates);
        });

        it(`has alerts on the expiry of ${watched.join(" and ") || "nothing"}`, () => {
          const rules = edge.resources.filter(({ name }) => /-certificates-ends-/.test(name));
          assert.deepEqual(certificatesIn(rules.map(({ inputs }) => inputs)), [...watched].sort());
          const alerts = namesIn(edge).includes("observee-certificates-alerts");
          assert.equal(alerts, watched.length > 0);
        });

        it("is requested from cert-manager only if that is the issuer", () => {
          const asked = namesIn(edge).includes("observee-trust-certificate");
          assert.equal(asked, is["issuer"] === "certManager");
        });
      });
    }
  });
}
