// A real Receive with the rendered flags: who may write, and for which tenant.
import * as assert from "node:assert/strict";
import * as childProcess from "node:child_process";
import * as fs from "node:fs";
import * as https from "node:https";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { builtFile } from "../../../lab/build/programs";
import { hashringFiles, RECEIVE_TLS_KEYS, receiveFlags } from "../../../components/receive/spec";
import { TestAuthority, type Identity, type LeafArgs } from "../../support/authority";
import { WRITE_HEADERS, writeRequest } from "../../support/remote-write";

const THANOS = builtFile("thanos", "thanos");
const NAME = "receive.hub.observer.internal";
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "receive-"));
const running: childProcess.ChildProcess[] = [];

const write = (name: string, text: string): void => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
};

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}

function start(args: readonly string[]): void {
  running.push(childProcess.spawn(THANOS, [...args], { stdio: "ignore" }));
}

async function until(what: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await what().catch(() => false)) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it is not ready after 30 s");
}

/** The rendered flags on ports and in folders of this machine, without an object store. */
function localFlags(ports: { http: number; grpc: number; write: number }): string[] {
  const own = `127.0.0.1:${String(ports.grpc)}`;
  return receiveFlags("thanos", {
    cluster: "hub",
    replicas: 1,
    replicationFactor: 1,
    retention: "2d",
  })
    .filter((flag) => !flag.startsWith("--objstore") && flag !== "--enable-auto-gomemlimit")
    .map((flag) =>
      flag
        .replace(/^(--http-address)=.*/, `$1=127.0.0.1:${String(ports.http)}`)
        .replace(/^(--grpc-address|--receive.local-endpoint)=.*/, `$1=${own}`)
        .replace(/^(--remote-write.address)=.*/, `$1=127.0.0.1:${String(ports.write)}`)
        .replace("$(POD_NAME)", "thanos-receive-0")
        .replace("=/etc/thanos/", `=${folder}/`)
        .replace("=/var/thanos/", `=${folder}/`),
    );
}

describe("Receive's remote-write endpoint", function () {
  this.timeout(90_000);
  const ports = { http: 0, grpc: 0, write: 0, query: 0 };
  let paris: TestAuthority;
  let lyon: TestAuthority;
  let own: TestAuthority;
  let server: Identity;

  before(async function () {
    [own, paris, lyon] = (await Promise.all(
      ["own", "paris", "lyon"].map((n) => TestAuthority.make(n)),
    )) as [TestAuthority, TestAuthority, TestAuthority];
    server = await own.leaf({ commonName: NAME, use: "server", dnsName: NAME });
    for (const name of ["http", "grpc", "write", "query"] as const) {
      ports[name] = await freePort();
    }
    write(`receive-tls/${RECEIVE_TLS_KEYS.cert}`, server.cert);
    write(`receive-tls/${RECEIVE_TLS_KEYS.key}`, server.key);
    write(`receive-tls/${RECEIVE_TLS_KEYS.clientCa}`, own.cert + paris.cert + lyon.cert);
    for (const [file, text] of Object.entries(hashringFiles("thanos", 1, ["paris", "lyon"]))) {
      const local = text.replace(/[\w.-]+:10901/, `127.0.0.1:${String(ports.grpc)}`);
      write(`hashrings/${file}`, local);
    }
    start(localFlags(ports));
    start([
      "query",
      `--http-address=127.0.0.1:${String(ports.query)}`,
      `--grpc-address=127.0.0.1:${String(await freePort())}`,
      `--endpoint=127.0.0.1:${String(ports.grpc)}`,
      "--store.sd-dns-interval=1s",
      "--query.replica-label=receive_replica",
    ]);
    await until(async () => (await fetch(`http://127.0.0.1:${String(ports.http)}/-/ready`)).ok);
  });

  after(async () => {
    await Promise.all(
      running.map(
        (program) =>
          new Promise((resolve) => {
            program.once("exit", resolve);
            program.kill("SIGKILL");
          }),
      ),
    );
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** Status of a write, or the reason why there was no connection. */
  function push(identity: Partial<Identity>, labels: Record<string, string>): Promise<string> {
    return new Promise((resolve) => {
      const request = https.request(
        {
          ...identity,
          ...{ host: "127.0.0.1", port: ports.write, path: "/api/v1/receive", method: "POST" },
          ...{ ca: own.cert, servername: NAME, agent: false, headers: WRITE_HEADERS },
        },
        (response) => {
          response.resume();
          resolve(String(response.statusCode));
        },
      );
      request.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? String(error)));
      request.end(writeRequest(labels, 1, Date.now()));
    });
  }

  // From OpenSSL 3.5 on some have "SSL/TLS" in them.
  const REFUSED = /^(ERR_SSL_[\w/]*ALERT\w*|ECONNRESET|EPIPE)$/;
  const writer: LeafArgs = { commonName: "paris", use: "client" };

  it("accepts a writer", async () => {
    assert.equal(await push(await paris.leaf(writer), { __name__: "honest" }), "200");
  });

  it("rejects a caller without a certificate", async () => {
    assert.match(await push({}, { __name__: "nobody" }), REFUSED);
  });

  it("rejects a certificate of an unknown CA", async () => {
    const other = await TestAuthority.make("paris");
    assert.match(await push(await other.leaf(writer), { __name__: "stranger" }), REFUSED);
  });

  it("rejects an expired certificate", async () => {
    const ended = await paris.leaf({ ...writer, ends: -1 });
    assert.match(await push(ended, { __name__: "late" }), REFUSED);
  });

  it("rejects server certificates, including its own", async () => {
    const serving = await paris.leaf({ ...writer, use: "server" });
    assert.match(await push(serving, { __name__: "serving" }), REFUSED);
    assert.match(await push(server, { __name__: "itself" }), REFUSED);
  });

  it("rejects a name that is not a writer's", async () => {
    const unknown = await paris.leaf({ ...writer, commonName: "nantes" });
    assert.equal(await push(unknown, { __name__: "unknown" }), "500");
  });

  it("accepts no plaintext", async () => {
    const answer = await fetch(`http://127.0.0.1:${String(ports.write)}/api/v1/receive`, {
      method: "POST",
    });
    assert.equal(answer.status, 400);
  });

  it("labels every series with the name in the certificate, whatever its labels and headers say", async () => {
    const labels = { __name__: "spoofed", cluster: "lyon", receive_replica: "x", job: "j" };
    assert.equal(await push(await paris.leaf(writer), labels), "200");
    let found: unknown;
    await until(async () => {
      const answer = await fetch(
        `http://127.0.0.1:${String(ports.query)}/api/v1/query?query=${encodeURIComponent('{__name__=~".+"}')}`,
      );
      const { data } = (await answer.json()) as { data: { result: { metric: object }[] } };
      found = data.result
        .map(({ metric }) => metric)
        .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
      return data.result.length >= 2;
    });
    assert.deepEqual(found, [
      { __name__: "honest", cluster: "paris" },
      { __name__: "spoofed", cluster: "paris", job: "j" },
    ]);
  });

  // What no configuration of Thanos refuses; docs/edges.md says so.
  it("accepts a name from any of its CAs", async () => {
    const forged = await lyon.leaf(writer);
    assert.equal(await push(forged, { __name__: "forged" }), "200");
  });
});
