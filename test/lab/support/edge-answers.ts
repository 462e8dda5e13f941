// Tests of an observee's edge with a client of their own: it accepts only the observer's certificate.
import { clientTlsName } from "../../../components/tls-querier/part";
import * as assert from "node:assert/strict";
import * as tls from "node:tls";
import { z } from "zod";
import { observees, observer, type Cluster } from "../../../lab/cluster/machines";
import { until } from "../../../lab/run";
import type { ObserveeContract } from "../../../stacks/contract";
import { NAMES } from "../../../kubernetes/names";
import { PORTS } from "../../../kubernetes/ports";
import { budget } from "./budget";
import { impostor, type Identity } from "./certificates";
import { clientIdentity, fileOf, identityOf, listObjects, NAMESPACE, secretFiles } from "./cluster";
import { knock, knockInPlain, parseAddress, type Address, type Knock } from "./edge-probe";
import { observeeOutputs, observerOutputs } from "./stacks";
import { clustersOf, healthOf, type Caller } from "./store-client";

const edgeSpec = z.object({ ports: z.array(z.object({ nodePort: z.number() })).length(1) });

/** Calls in a row that must be answered whole: each may come to another replica of the leaf Query. */
const WHOLE = 20;
/** Seconds in which a replica that lost its sidecar finds it again. */
const PATIENCE = 60;

/**
 * OpenSSL's error if the server rejects a client certificate or its absence; since OpenSSL 3.5 it contains "SSL/TLS".
 */
const NO_CERTIFICATE = /^ERR_SSL_(TLSV13|TLS)_ALERT_CERTIFICATE_REQUIRED$/;
const BAD_CERTIFICATE =
  /^ERR_SSL_[\w/]*ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE)$/;
const OLD_PROTOCOL = /^ERR_SSL_\w*(ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL)$/;

const others: Readonly<Record<string, string>> = {
  [observees[0].name]: observees[1].name,
  [observees[1].name]: observees[0].name,
};

function refused(got: Knock, reason: RegExp): void {
  assert.equal(got.bytes, 0, "bytes of an answer");
  assert.match(got.refusal, reason);
}

export function edgeAnswers({ name, address: node }: Cluster): void {
  describe(`the edge of ${name}`, () => {
    budget(90);
    let contract: ObserveeContract;
    let edge: Address;
    let mine: Identity;
    let caller: Caller;
    let trusting: tls.ConnectionOptions;
    const knockAs = (identity: Identity, more: tls.ConnectionOptions = {}) =>
      knock(edge, { ...trusting, ...identity, ...more });

    before(async () => {
      contract = await observeeOutputs(name);
      const { address = "", serverName = "", serverCa = "" } = contract;
      edge = parseAddress(address);
      mine = await clientIdentity(name);
      caller = { address, serverName, serverCa, identity: mine };
      trusting = { ca: serverCa, servername: serverName };
    });
    before("wait until every replica behind it has found its sidecar", async () => {
      const inARow = { count: 0 };
      const whole = await until(
        PATIENCE,
        async () => {
          const labelled = (await clustersOf(caller)).length > 0;
          inARow.count = labelled ? inARow.count + 1 : 0;
          return inARow.count >= WHOLE;
        },
        0.1,
      );
      assert.ok(whole, "some replica behind the edge has no sidecar");
    });

    it("is at the cluster's own address", () => {
      assert.equal(edge.host, node);
    });

    it("answers to the observer's certificate: healthy, and with only this cluster's label", async () => {
      const files = await secretFiles(observer.name, clientTlsName(name));
      const asMounted = { ...caller, serverCa: fileOf(files, "ca.crt") };
      assert.equal(await healthOf(asMounted), "SERVING");
      assert.deepEqual(await clustersOf(asMounted), [name]);
      assert.ok((await knockAs(mine)).bytes > 0);
    });

    it("rejects a caller without a certificate", async () => {
      refused(await knock(edge, trusting), NO_CERTIFICATE);
      await assert.rejects(clustersOf({ ...caller, identity: undefined }), { code: 14 });
    });

    it("rejects a certificate of another CA with the same names", async () => {
      const [ca = ""] = (await observerOutputs()).clientCa[name] ?? [];
      const false_ = await impostor(mine.cert, ca);
      refused(await knockAs(false_), BAD_CERTIFICATE);
      await assert.rejects(clustersOf({ ...caller, identity: false_ }), { code: 14 });
    });

    it("rejects the observer's certificate for the other observee", async () => {
      const theirs = await clientIdentity(others[name] ?? "");
      refused(await knockAs(theirs), BAD_CERTIFICATE);
    });

    it("rejects its own server certificate as a client certificate", async () => {
      refused(await knockAs(await identityOf(name, NAMES.serverTls)), BAD_CERTIFICATE);
    });

    it("rejects TLS 1.2, even with the right certificate", async () => {
      refused(await knockAs(mine, { maxVersion: "TLSv1.2" }), OLD_PROTOCOL);
    });

    it("is rejected by a client that expects another name, or another observee's CA", async () => {
      const named = await knockAs(mine, { servername: `other.${contract.serverName}` });
      refused(named, /^ERR_TLS_CERT_ALTNAME_INVALID$/);
      const { serverCa } = await observeeOutputs(others[name] ?? "");
      refused(await knockAs(mine, { ca: serverCa }), /SIGNATURE|ISSUER|SELF_SIGNED/);
    });

    it("does not answer without TLS", async () => {
      assert.equal((await knockInPlain(edge)).bytes, 0);
    });

    it("has no other way in: node ports require the certificate too, and Thanos' own ports are closed", async () => {
      const services = await listObjects(name, "services");
      const open = services.filter(
        ({ metadata, spec }) =>
          metadata.namespace === NAMESPACE &&
          z.object({ type: z.enum(["NodePort", "LoadBalancer"]) }).safeParse(spec).success,
      );
      assert.deepEqual(
        open.map(({ metadata }) => metadata.name),
        [NAMES.edge],
      );
      const [port] = edgeSpec.parse(open[0]?.["spec"]).ports;
      const nodePort = { host: node, port: port?.nodePort ?? 0 };
      refused(await knock(nodePort, trusting), NO_CERTIFICATE);
      assert.equal((await knockInPlain(nodePort)).bytes, 0);
      for (const closed of Object.values(PORTS)) {
        refused(await knockInPlain({ host: node, port: closed }), /^(ECONNREFUSED|ETIMEDOUT)$/);
      }
    });
  });
}
