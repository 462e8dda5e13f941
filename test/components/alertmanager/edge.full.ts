// The edge of Alertmanager as it really is, with the flags and files that are rendered: who may post alerts, and what
// else they may do.
import * as assert from "node:assert/strict";
import * as childProcess from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { builtFile } from "../../../lab/build/programs";
import { EDGE_TLS_KEYS, edgeFiles, edgeFlags } from "../../../components/alertmanager/edge-spec";
import { TestAuthority, type Identity, type LeafArgs } from "../../support/authority";

const PROXY = builtFile("kube-rbac-proxy", "kube-rbac-proxy");
const NAME = "alertmanager.hub.observer.internal";
const ALERTS = "/api/v2/alerts";
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "edge-"));

/** What came through to the Alertmanager behind it. */
const through: string[] = [];
const upstream = http.createServer((request, response) => {
  through.push(`${request.method ?? ""} ${request.url ?? ""}`);
  response.end("taken");
});

const write = (name: string, text: string): void => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
};

const portOf = (server: net.Server): number => {
  const address = server.address();
  return typeof address === "object" ? (address?.port ?? 0) : 0;
};

const listening = (server: net.Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(portOf(server)));
  });

async function freePort(): Promise<number> {
  const server = net.createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function until(what: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 90_000;
  while (Date.now() < end) {
    if (await what().catch(() => false)) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("it did not come within 90 s");
}

describe("the edge of Alertmanager, running", function () {
  this.timeout(180_000);
  const ports = { edge: 0, health: 0 };
  const sender: LeafArgs = { commonName: "paris", use: "client" };
  let own: TestAuthority;
  let paris: TestAuthority;
  let server: Identity;
  let mine: Identity;
  let proxy: childProcess.ChildProcess | undefined;

  /** Status of a request, or the reason why there was no answer. */
  const ask = (
    identity: Partial<Identity>,
    { method = "POST", path: to = ALERTS, port = ports.edge, ...more }: https.RequestOptions = {},
  ): Promise<string> =>
    new Promise((resolve) => {
      const request = https.request(
        {
          ...{ host: "127.0.0.1", port, method, path: to, ca: own.cert, servername: NAME },
          ...{ agent: false, ...identity, ...more },
        },
        (response) => {
          response.resume();
          resolve(String(response.statusCode));
        },
      );
      request.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? String(error)));
      request.end(method === "POST" ? "[]" : undefined);
    });

  before(async function () {
    [own, paris] = [await TestAuthority.make("own"), await TestAuthority.make("paris")];
    server = await own.leaf({ commonName: NAME, use: "server", dnsName: NAME });
    mine = await paris.leaf(sender);
    write(`tls/${EDGE_TLS_KEYS.cert}`, server.cert);
    write(`tls/${EDGE_TLS_KEYS.key}`, server.key);
    write(`tls/${EDGE_TLS_KEYS.clientCa}`, own.cert + paris.cert);
    Object.entries(edgeFiles(["paris", "lyon"])).forEach(([file, text]) =>
      write(`config/${file}`, text),
    );
    Object.assign(ports, { edge: await freePort(), health: await freePort() });
    const behind = await listening(upstream);
    const flags = edgeFlags.map((flag) =>
      flag
        .replace(/^(--secure-listen-address)=.*/, `$1=127.0.0.1:${String(ports.edge)}`)
        .replace(/^(--proxy-endpoints-port)=.*/, `$1=${String(ports.health)}`)
        .replace(/^(--upstream)=.*/, `$1=http://127.0.0.1:${String(behind)}/`)
        .replace("=/etc/edge/", `=${folder}/`),
    );
    // Nothing of a cluster is around it: it needs no account, and no API server.
    proxy = childProcess.spawn(PROXY, flags, { stdio: "ignore", env: {} });
    await until(async () => (await ask(mine)) === "200");
  });

  after(async () => {
    if (proxy !== undefined) {
      const ended = new Promise((resolve) => proxy?.once("exit", resolve));
      proxy.kill("SIGKILL");
      await ended;
    }
    upstream.closeAllConnections();
    upstream.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(() => through.splice(0));

  const nothingCameThrough = () => assert.deepEqual(through, []);

  it("lets a sender post alerts", async () => {
    assert.equal(await ask(mine), "200");
    assert.deepEqual(through, [`POST ${ALERTS}`]);
  });

  for (const [method, to] of [
    ["GET", ALERTS],
    ["DELETE", ALERTS],
    ["GET", "/api/v2/silences"],
    ["POST", "/api/v2/silences"],
    ["GET", "/"],
    ["POST", "/-/reload"],
    ["POST", `${ALERTS}/../silences`],
    ["POST", `/${ALERTS}`],
  ] as const) {
    it(`lets nobody ${method} ${to}, not even a sender`, async () => {
      // A path that is not clean is sent to the clean one.
      assert.match(await ask(mine, { method, path: to }), /^(307|403|404|500)$/);
      nothingCameThrough();
    });
  }

  it("refuses a caller without a certificate, even with a token", async () => {
    assert.equal(await ask({}), "401");
    assert.equal(await ask({}, { headers: { authorization: "Bearer paris" } }), "401");
    nothingCameThrough();
  });

  it("refuses a certificate of an unknown CA", async () => {
    const other = await TestAuthority.make("paris");
    assert.equal(await ask(await other.leaf(sender)), "401");
    nothingCameThrough();
  });

  it("refuses an expired certificate, and a server certificate", async () => {
    assert.equal(await ask(await paris.leaf({ ...sender, ends: -1 })), "401");
    assert.equal(await ask(await paris.leaf({ ...sender, use: "server" })), "401");
    assert.equal(await ask(server), "401");
    nothingCameThrough();
  });

  it("refuses the name of a cluster that is not a sender", async () => {
    const unknown = await paris.leaf({ ...sender, commonName: "nantes" });
    assert.match(await ask(unknown), /^(403|500)$/);
    nothingCameThrough();
  });

  it("speaks TLS 1.3 and nothing older", async () => {
    assert.match(await ask(mine, { maxVersion: "TLSv1.2" }), /^(ERR_SSL|ECONNRESET|EPROTO)/);
    nothingCameThrough();
  });

  it("serves only its health endpoint without a certificate", async () => {
    const health = { method: "GET", port: ports.health };
    assert.equal(await ask({}, { ...health, path: "/healthz" }), "200");
    assert.equal(await ask(mine, { ...health, path: ALERTS }), "404");
    nothingCameThrough();
  });

  it("reloads its CA and its certificate without a restart", async () => {
    const next = await TestAuthority.make("next");
    const fresh = await next.leaf(sender);
    assert.equal(await ask(fresh), "401");
    const renewed = await own.leaf({ commonName: NAME, use: "server", dnsName: NAME });
    write(`tls/${EDGE_TLS_KEYS.cert}`, renewed.cert);
    write(`tls/${EDGE_TLS_KEYS.key}`, renewed.key);
    write(`tls/${EDGE_TLS_KEYS.clientCa}`, own.cert + next.cert);
    await until(async () => (await ask(fresh)) === "200" && (await ask(mine)) === "401");
  });

  // As Receive does; docs/edges.md says so.
  it("accepts a sender's name from any CA that it trusts", async () => {
    const lyon = { ...sender, commonName: "lyon" };
    write(`tls/${EDGE_TLS_KEYS.clientCa}`, own.cert + paris.cert);
    await until(async () => (await ask(await paris.leaf(lyon))) === "200");
  });
});
