// Tests that apply to every edge, for the suites in test/lab/edges.
import * as assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import type { Identity } from "./certificates";
import { clientIdentity } from "./cluster";
import { wrongCallers } from "./edge-callers";
import { knock, knockInPlain, parseAddress, statusOf } from "./edge-probe";
import { observeeOutputs } from "./stacks";
import { clustersOf, healthOf, healthOfName, QuietStream, type Caller } from "./store-client";

/** A stream that says nothing for this long outlives the minute after which proxies cut. */
const QUIET_SECONDS = 70;
const MEBIBYTE = 2 ** 20;
const UNAVAILABLE = 14;
const NOT_FOUND = 5;
/** HTTP's "not found", as gRPC has it. */
const UNIMPLEMENTED = 12;

/** TLS that does not come about, or the words of HTTP for a host that is not there, or not by this connection. */
const TURNED_AWAY = /^(ERR_\w+|ECONNRESET|EPIPE|404|421)$/;

/** Callers that an edge must reject; the titles are needed before the certificates exist. */
const WRONG = [
  "no certificate",
  "a self-signed certificate",
  "a certificate of another CA",
  "a certificate of another CA with the same name",
  "a certificate that has ended",
  "a certificate that has not begun",
  "a certificate for servers, of the right CA",
  "the edge's own server certificate",
  "a certificate that the right one signed",
  "another observee's key",
] as const;

export const OLD = ["TLSv1", "TLSv1.1", "TLSv1.2"] as const;

/** Properties of an edge. */
interface Edge {
  /** Versions of TLS that it does not speak. */
  readonly refused: readonly (typeof OLD)[number][];
  /** Its answer without TLS: none, or Traefik's 404 for any host. */
  readonly without: "silent" | "not found";
}

/** Refused by the edge, and what the right caller got before and after it. */
export function refusals(observee: string, { refused: oldProtocols, without }: Edge) {
  const the: { caller?: Caller; wrong?: ReadonlyMap<string, Identity | undefined> } = {};
  const caller = (): Caller => {
    assert.ok(the.caller !== undefined);
    return the.caller;
  };
  const rightOneIsAnswered = async () => {
    assert.equal(await healthOf(caller()), "SERVING");
    assert.deepEqual(await clustersOf(caller()), [observee]);
  };

  /** By gRPC, and by hand: not one byte of an answer. */
  async function refused(identity: Identity | undefined, more: Partial<Caller> = {}) {
    const wrong = { ...caller(), ...more, identity };
    await assert.rejects(clustersOf(wrong), { code: UNAVAILABLE });
    await assert.rejects(healthOf(wrong), { code: UNAVAILABLE });
  }

  before("create the callers' certificates", async () => {
    the.caller = await callerOf(observee);
    the.wrong = await wrongCallers(observee);
    assert.deepEqual([...the.wrong.keys()], [...WRONG]);
  });
  beforeEach("the right caller is answered", rightOneIsAnswered);
  afterEach("the right caller is answered still", rightOneIsAnswered);

  for (const what of WRONG) {
    it(`rejects ${what}`, async () => {
      const identity = the.wrong?.get(what);
      await refused(identity);
      const { address, serverName, serverCa } = caller();
      const options = { ca: serverCa, servername: serverName, ...identity };
      assert.equal((await knock(parseAddress(address), options)).bytes, 0);
    });
  }

  it("rejects the right certificate with another server name", async () => {
    await refused(caller().identity, { serverName: `other.${caller().serverName}` });
  });

  // The client of the test before looks at the edge's certificate; these look at nothing.
  it("does not serve the StoreAPI to callers with another TLS server name or none, and the edge's HTTP host", async () => {
    const { address, serverName, identity } = caller();
    for (const servername of [`other.${serverName}`, ""]) {
      const asks = (who: Identity | undefined) =>
        statusOf(
          parseAddress(address),
          { servername, rejectUnauthorized: false, ...who },
          serverName,
        );
      assert.match(await asks(undefined), TURNED_AWAY);
      // Thanos itself goes by no names.
      if (without === "not found") {
        assert.match(await asks(identity), TURNED_AWAY);
      }
    }
  });

  for (const version of oldProtocols) {
    it(`rejects ${version}, even with the right certificate`, async () => {
      const { address, serverName, serverCa, identity } = caller();
      const options = {
        ...{ ca: serverCa, servername: serverName, ...identity },
        ...{ minVersion: version, maxVersion: version, ciphers: "DEFAULT:@SECLEVEL=0" },
      };
      const got = await knock(parseAddress(address), options);
      assert.equal(got.bytes, 0);
      assert.match(got.refusal, /PROTOCOL|VERSION|HANDSHAKE_FAILURE/);
    });
  }

  it("does not answer without TLS", async () => {
    const plain = { ...caller(), plain: true } as const;
    await assert.rejects(clustersOf(plain), {
      code: without === "silent" ? UNAVAILABLE : UNIMPLEMENTED,
    });
    if (without === "silent") {
      assert.equal((await knockInPlain(parseAddress(plain.address))).bytes, 0);
    }
  });
}

/** Requirements of gRPC for proxies. The streams are open while the other tests of the suite run. */
export function carriesGrpc(names: readonly string[], others: () => void): void {
  const streams: QuietStream[] = [];
  const opened = { at: 0 };

  before("open a stream to each edge", async () => {
    for (const name of names) {
      streams.push(new QuietStream(await callerOf(name)));
    }
    opened.at = Date.now();
  });
  after("close the streams", () => {
    streams.forEach((stream) => stream.close());
  });

  for (const name of names) {
    it(`accepts a request of 2 MiB (${name})`, async () => {
      const caller = await callerOf(name);
      // The server knows no service of that name, and to say so it has to have read it.
      await assert.rejects(healthOfName(caller, 2 * MEBIBYTE), { code: NOT_FOUND });
    });
  }

  others();

  // In a block of its own: mocha runs a block's own tests before the blocks in it.
  describe("gRPC", () => {
    it(`keeps a stream open that is idle for ${String(QUIET_SECONDS)} s`, async () => {
      await setTimeout(Math.max(0, opened.at + QUIET_SECONDS * 1000 - Date.now()));
      for (const { ended, said } of streams) {
        assert.deepEqual([ended, said], [undefined, [{ status: "SERVING" }]]);
      }
    });
  });
}

export async function callerOf(observee: string): Promise<Caller> {
  const { address = "", serverName = "", serverCa = "" } = await observeeOutputs(observee);
  return { address, serverName, serverCa, identity: await clientIdentity(observee) };
}
