// Query with foreign StoreAPIs, node ports, and host names outside the cluster with a login.
import * as assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import * as https from "node:https";
import { buildFor } from "../../../lab/addons/images";
import { startTraefik, stopTraefik, traefikPort } from "../../../lab/addons/traefik";
import { apply, kubectl } from "../../../lab/cluster/kubectl";
import { clusters, observer } from "../../../lab/cluster/machines";
import { query } from "../../../lab/query";
import { until } from "../../../lab/run";
import { becomes } from "../support/answers";
import { budget, building } from "../support/budget";
import { issue, serverIdentity, type Identity } from "../support/certificates";
import { NAMESPACE } from "../support/cluster";
import {
  addressOf,
  SERIES,
  startElsewhere,
  stopElsewhere,
  tlsSecret,
} from "../support/foreign-stores";
import { mustUp } from "../support/engine";
import { configure } from "../support/overrides";
import { settled } from "../support/query-loop";
import { atRest } from "../support/reset-fleet";
import { scale } from "../support/scale";
import { QUERY_FRONTEND } from "../../../components/query-frontend/part";
import { QUERY } from "../../../components/query/part";

const all = clusters.map(({ name }) => name);
const PATIENCE = 90;
/** Without TLS, with mutual TLS, and with a certificate of another CA. */
const [PLAIN, GUARDED, FALSE] = ["elsewhere", "beyond", "false"] as const;
/** The client certificate for the latter two. */
const CLIENT = "lab-beyond";
const LOGIN = "lab-login";
const SERVED = "lab-served";
const PORTS = { query: 30911, queryFrontend: 30912, prometheus: 30913 } as const;
const HOSTS = { query: "query.lab.local", queryFrontend: "frontend.lab.local" } as const;
const UNKNOWN = /certificate signed by unknown authority/;
const QUESTION = "/api/v1/query?query=count(up)";

const DEPLOYMENTS = [QUERY, QUERY_FRONTEND].map(({ name }) => `deployment/${name}`);
const REPLICAS = 2;
const KEYS = ["query", "queryFrontend", "prometheus"] as const;
const tls = (name: string) => ({
  address: addressOf(name),
  tls: { secretName: CLIENT, serverName: name },
});

const keys = (caPem: string) => {
  const published = { ingressClassName: "nginx", tlsSecretName: SERVED };
  return {
    query: {
      endpoints: [{ address: addressOf(PLAIN) }, tls(GUARDED), tls(FALSE)],
      nodePort: PORTS.query,
      publish: {
        ...{ ...published, hostname: HOSTS.query },
        auth: { kind: "basicAuth", secretName: LOGIN },
      },
    },
    queryFrontend: {
      nodePort: PORTS.queryFrontend,
      publish: { ...published, hostname: HOSTS.queryFrontend, auth: { kind: "mutualTls", caPem } },
    },
    prometheus: { nodePort: PORTS.prometheus },
  };
};

/** The stores whose series are in a recent answer. */
async function others(): Promise<string[]> {
  const { samples } = await query(`count by (cluster) (last_over_time(${SERIES}[10s]))`);
  return samples.map(({ labels }) => labels["cluster"] ?? "").sort();
}

/** Log messages of Query about stores that it cannot call; they are not listed before their first answer. */
async function complaints(name: string): Promise<string[]> {
  const pods = ["--selector", `app.kubernetes.io/name=${QUERY.name}`, "--tail=-1"];
  const text = await kubectl(observer.name, ["logs", ...pods, "--namespace", NAMESPACE]);
  return text.split("\n").filter((line) => line.includes(addressOf(name)));
}

/** Status of an answer at the node's port. */
const atPort = (port: number): Promise<string> =>
  fetch(`http://${observer.address}:${String(port)}${QUESTION}`, {
    signal: AbortSignal.timeout(10_000),
  }).then(
    (response) => String(response.status),
    (error: unknown) => String(error instanceof Error ? (error.cause ?? error) : error),
  );

describe("Query", () => {
  building("Traefik", () => buildFor("traefik"));
  budget(300);
  const password = randomBytes(12).toString("hex");
  const the: { ca?: Identity; own?: Identity } = {};

  const ca = (): Identity => {
    assert.ok(the.ca !== undefined);
    return the.ca;
  };

  /** Status of a published name's answer, or the code of what went wrong. */
  const published = (host: string, more: https.RequestOptions = {}): Promise<string> =>
    new Promise((resolve) => {
      const at = { host: observer.address, port: traefikPort, path: QUESTION, agent: false };
      const trusting = { servername: host, ca: ca().cert, headers: { host } };
      const request = https.get({ ...at, ...trusting, ...more }, (response) => {
        response.resume();
        resolve(String(response.statusCode));
      });
      request.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? String(error)));
    });

  before("wait until the fleet is at rest", () => atRest());
  before("start a controller", () => startTraefik(observer));
  before("start foreign StoreAPIs", async () => {
    the.ca = await issue({ subject: "CN=lab elsewhere", by: undefined, ca: true });
    the.own = await issue({ subject: "CN=query", by: ca() });
    const other = await issue({ subject: "CN=lab elsewhere", by: undefined, ca: true });
    const guard = async (name: string, by: Identity) => ({
      name,
      guarded: { identity: await serverIdentity([name], by), clientCa: ca().cert },
    });
    await startElsewhere([{ name: PLAIN }, await guard(GUARDED, ca()), await guard(FALSE, other)]);
  });
  before("create the Secrets of the configuration", async () => {
    const named = (name: string) => ({ name, namespace: NAMESPACE });
    const hash = createHash("sha1").update(password).digest("base64");
    assert.ok(the.own !== undefined);
    const hosts = await serverIdentity(Object.values(HOSTS), ca());
    await apply(observer.name, [
      tlsSecret(named(CLIENT), the.own, ca().cert),
      tlsSecret(named(SERVED), hosts, ca().cert),
      {
        ...{ apiVersion: "v1", kind: "Secret", metadata: named(LOGIN) },
        stringData: { auth: `lab:{SHA}${hash}` },
      },
    ]);
  });
  before("configure all of this", async () => {
    await configure(observer.name, keys(ca().cert));
    await mustUp(observer.name);
  });
  after("restore everything", async () => {
    await Promise.all(DEPLOYMENTS.map((part) => scale(observer.name, part, REPLICAS)));
    await configure(observer.name, Object.fromEntries(KEYS.map((key) => [key, undefined])));
    await mustUp(observer.name);
    const ours = ["secret", CLIENT, SERVED, LOGIN, "--namespace", NAMESPACE];
    await kubectl(observer.name, ["delete", ...ours]);
    await stopElsewhere();
    await stopTraefik(observer);
    await settled(all);
  });

  it("reads StoreAPIs that do not belong to observees, in plain text and by mutual TLS", () =>
    becomes(others, [PLAIN, GUARDED].sort(), PATIENCE));

  it("does not read one whose certificate another CA signed", async () => {
    const said = async () => (await complaints(FALSE)).some((line) => UNKNOWN.test(line));
    assert.ok(await until(PATIENCE, said, 1), (await complaints(FALSE)).join("\n"));
    assert.ok(!(await complaints(GUARDED)).some((line) => UNKNOWN.test(line)));
  });

  for (const [part, port] of Object.entries(PORTS)) {
    it(`answers on a node port: ${part}`, async () => {
      assert.equal(await atPort(port), "200");
    });
  }

  it("answers from outside only with a password", async () => {
    const host = HOSTS.query;
    const well = () => published(host, { auth: `lab:${password}` });
    assert.ok(await until(PATIENCE, async () => (await well()) === "200", 1), await well());
    assert.equal(await published(host), "401");
    assert.equal(await published(host, { auth: "lab:other" }), "401");
  });

  it("answers from outside by its frontend only with a certificate", async () => {
    const host = HOSTS.queryFrontend;
    const well = () => published(host, the.own);
    assert.ok(await until(PATIENCE, async () => (await well()) === "200", 1), await well());
    // From OpenSSL 3.5 on some have "SSL/TLS" in them.
    const REFUSED = /^(ERR_SSL_[\w/]*ALERT\w*|ECONNRESET|EPIPE)$/;
    assert.match(await published(host), REFUSED);
    assert.match(
      await published(host, await issue({ subject: "CN=query", by: undefined })),
      REFUSED,
    );
  });

  it("lacks stores that do not run, and answers nothing without its pods", async () => {
    await stopElsewhere(PLAIN, GUARDED);
    await becomes(others, [], PATIENCE);
    await Promise.all(DEPLOYMENTS.map((part) => scale(observer.name, part, 0)));
    // A Query Frontend without a Query would say so, with a status.
    for (const part of ["query", "queryFrontend"] as const) {
      assert.doesNotMatch(await atPort(PORTS[part]), /^\d+$/, part);
    }
    assert.notEqual(await published(HOSTS.queryFrontend, the.own), "200");
    assert.notEqual(await published(HOSTS.query, { auth: `lab:${password}` }), "200");
  });
});
