// Edges by Traefik: one observee with Traefik's own resources, the other with the Ingress for ingress-nginx.
import * as assert from "node:assert/strict";
import { buildFor } from "../../../lab/addons/images";
import {
  startTraefik,
  stopTraefik,
  strictTlsOptions,
  traefikPlainPort,
  traefikPort,
} from "../../../lab/addons/traefik";
import { apply, kubectl } from "../../../lab/cluster/kubectl";
import { clusters, observees, observer } from "../../../lab/cluster/machines";
import { overridesOf } from "../../../lab/stacks/settings";
import { NAMES } from "../../../kubernetes/names";
import { budget, building } from "../support/budget";
import { NAMESPACE } from "../support/cluster";
import { callerOf, carriesGrpc, OLD, refusals } from "../support/edge-suite";
import { mustUp, tryUp } from "../support/engine";
import { statusInPlain } from "../support/edge-probe";
import { shutWhile } from "../support/edge-replacement";
import { configure } from "../support/overrides";
import { outages } from "../support/outages";
import { settled } from "../support/query-loop";
import { atRest } from "../support/reset-fleet";
import { edgeOfTraefik, SECOND, secondIngress, secondRoute } from "../support/second-routes";
import { Stash } from "../support/object-backup";
import {
  SHUT,
  SHUT_OR_LEFT_OUT,
  staysShut,
  untilItAnswers,
  untilItRefuses,
  withoutCa,
} from "../support/misconfigured-edge";
import { clustersOf } from "../support/store-client";

const [own, ingress] = observees;
const hostname = (name: string) => `thanos.${name}.lab.local`;
const all = clusters.map((each) => each.name);
/** An IngressClass of another controller than ingress-nginx. */
const OTHER = "lab-other";

/** Other edges; the observer needs their addresses and names. */
async function expose(exposures: Readonly<Record<string, object | undefined>>): Promise<void> {
  const names = Object.keys(exposures);
  const before = await Promise.all(names.map(callerOf));
  for (const [name, exposure] of Object.entries(exposures)) {
    await configure(name, { exposure });
  }
  // The old entry point exists until the end of the `up`, and the leaf Query behind it no longer checks certificates.
  await shutWhile(before, async () => {
    await Promise.all(names.map(mustUp));
    await mustUp(observer.name);
  });
}

describe("edges by Traefik", () => {
  building("Traefik", () => buildFor("traefik"));
  budget(600);

  before("start Traefik in both clusters", async () => {
    await atRest();
    await Promise.all([startTraefik(own), startTraefik(ingress, strictTlsOptions)]);
  });
  before("deploy the edges", async () => {
    const at = { port: traefikPort };
    await expose({
      [own.name]: {
        ...{ kind: "traefik", hostname: hostname(own.name), address: own.address, ...at },
        defaultTlsOption: true,
      },
      [ingress.name]: {
        ...{ kind: "ingress", hostname: hostname(ingress.name), address: ingress.address, ...at },
        ingressClassName: "nginx",
      },
    });
    await Promise.all(observees.map(({ name }) => untilItAnswers(name)));
  });
  after("restore everything", async () => {
    await expose({ [own.name]: undefined, [ingress.name]: undefined });
    await Promise.all(observees.map(stopTraefik));
    await settled(all);
  });

  it("answer for the whole fleet", () => settled(all));

  for (const { name, address } of observees) {
    it(`do not serve the StoreAPI of ${name} at Traefik's plain entry point`, async () => {
      const plain = { host: address, port: traefikPlainPort };
      for (const headers of [{}, { "x-forwarded-proto": "https" }]) {
        assert.match(await statusInPlain(plain, hostname(name), headers), /^(404|308)$/);
      }
      const caller = await callerOf(name);
      const at = `${address}:${String(traefikPlainPort)}`;
      await assert.rejects(clustersOf({ ...caller, address: at, plain: true }));
    });
  }

  it("are refused for an IngressClass of another controller, and nothing changes", async () => {
    const controller = "traefik.io/ingress-controller";
    const kind = { apiVersion: "networking.k8s.io/v1", kind: "IngressClass" };
    await apply(ingress.name, [{ ...kind, metadata: { name: OTHER }, spec: { controller } }]);
    const { exposure } = overridesOf(ingress.name);
    await configure(ingress.name, { exposure: { ...Object(exposure), ingressClassName: OTHER } });
    const done = await tryUp(ingress.name);
    await configure(ingress.name, { exposure });
    await kubectl(ingress.name, ["delete", "ingressclass", OTHER]);
    assert.notEqual(done.code, 0);
    assert.match(done.said, new RegExp(`the IngressClass "${OTHER}" belongs to "${controller}"`));
    assert.doesNotMatch(done.said, /\n\s+at /);
    assert.deepEqual(done.changes, []);
  });

  // A stream to one is open while the other one does not run.
  describe(`while a stream to ${own.name} is open`, () =>
    carriesGrpc([own.name], () => {
      describe(`of ${own.name}, by Traefik's own resources, admit only the observer's certificate, and`, () =>
        refusals(own.name, { refused: OLD, without: "not found" }));
      // The controller sets the minimum version by its default TLS options.
      describe(`of ${ingress.name}, by the Ingress for ingress-nginx, admit only the observer's certificate, and`, () =>
        refusals(ingress.name, { refused: ["TLSv1", "TLSv1.1"], without: "not found" }));
      describe(`without ${ingress.name}, behind the Ingress for ingress-nginx,`, () =>
        outages(ingress));
    }));

  describe(`while a stream to ${ingress.name} is open`, () =>
    carriesGrpc([ingress.name], () => {
      describe(`without ${own.name}, behind Traefik's own resources,`, () => outages(own));
    }));

  describe(`of ${own.name} rejects everybody`, () => {
    const stash = new Stash(own.name, NAMESPACE);
    afterEach("as it was", async () => {
      await stash.putBack();
      await untilItAnswers(own.name);
    });

    const second = async (tls: object) => {
      await apply(own.name, [secondRoute(hostname(own.name), tls)]);
      stash.made("ingressroutes.traefik.io", SECOND);
      await staysShut(own.name, SHUT);
    };

    it("while a second route for its host has other TLS options", () => second({}));

    it("while a second route names TLS options that do not exist", () =>
      second({ options: { name: "none" } }));

    it("while its own TLS options are missing", async () => {
      await stash.take("tlsoptions.traefik.io", NAMES.edge);
      await staysShut(own.name, SHUT);
    });

    withoutCa(own.name, stash, SHUT);
  });

  describe(`of ${ingress.name} rejects everybody`, () => {
    const stash = new Stash(ingress.name, NAMESPACE);
    afterEach("as it was", async () => {
      await stash.putBack();
      await untilItAnswers(ingress.name);
    });

    /** Traefik serves neither of two conflicting routes: nobody gets an answer, with a certificate or without. */
    const serveNone = async () => {
      await untilItRefuses(ingress.name);
      await staysShut(ingress.name, SHUT_OR_LEFT_OUT);
    };

    it("while a second Ingress for its host requires no certificate", async () => {
      await apply(ingress.name, [secondIngress(hostname(ingress.name))]);
      stash.made("ingress", SECOND);
      await serveNone();
    });

    it("while an IngressRoute for its host requires certificates by other TLS options", async () => {
      await apply(ingress.name, edgeOfTraefik(hostname(ingress.name)));
      for (const kind of ["tlsoptions.traefik.io", "ingressroutes.traefik.io"]) {
        stash.made(kind, NAMES.edge);
      }
      await serveNone();
    });

    withoutCa(ingress.name, stash, SHUT_OR_LEFT_OUT);
  });
});
