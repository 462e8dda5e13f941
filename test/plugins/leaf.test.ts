// A leaf certificate cannot sign: with its key nobody gets a certificate that is accepted.
import * as assert from "node:assert/strict";
import * as tls from "node:tls";
import type { AddressInfo } from "node:net";
import { X509Certificate } from "node:crypto";
import type { Values } from "../../lab/plugins/protocol/values";
import { USES } from "../../components/pki/spec";
import { Plugin, urnOf, type Held } from "./client";
import { forEachPlugin } from "./found";

const KEY = urnOf("tls:index/privateKey:PrivateKey", "key");
const REQUEST = urnOf("tls:index/certRequest:CertRequest", "request");
const SELF_SIGNED = urnOf("tls:index/selfSignedCert:SelfSignedCert", "ca");
const SIGNED = urnOf("tls:index/locallySignedCert:LocallySignedCert", "leaf");

interface Identity {
  readonly key: string;
  readonly cert: string;
}

forEachPlugin("tls", (command) => {
  let plugin: Plugin;
  let ca: Identity;
  let server: Identity;
  let leaf: Identity;
  let below: Identity;

  async function make(urn: string, news: Values): Promise<Held> {
    const { inputs, failures } = await plugin.check(urn, {}, news);
    assert.deepEqual(failures, []);
    return plugin.create(urn, inputs);
  }

  const newKey = async () => {
    const made = await make(KEY, { algorithm: "ECDSA", ecdsaCurve: "P256" });
    return String(made.outputs["privateKeyPem"]);
  };

  /** As the program asks for leaves. */
  async function signed(by: Identity, use: "client" | "server", name: string): Promise<Identity> {
    const key = await newKey();
    const request = await make(REQUEST, {
      privateKeyPem: key,
      subject: { commonName: name },
      dnsNames: [name],
    });
    const made = await make(SIGNED, {
      certRequestPem: String(request.outputs["certRequestPem"]),
      caPrivateKeyPem: by.key,
      caCertPem: by.cert,
      validityPeriodHours: 1,
      allowedUses: [...USES[use]],
    });
    return { key, cert: String(made.outputs["certPem"]) };
  }

  before(async () => {
    plugin = await Plugin.start(command, {});
    const key = await newKey();
    const made = await make(SELF_SIGNED, {
      privateKeyPem: key,
      subject: { commonName: "client CA" },
      isCaCertificate: true,
      setSubjectKeyId: true,
      allowedUses: ["cert_signing", "crl_signing"],
      validityPeriodHours: 2,
    });
    ca = { key, cert: String(made.outputs["certPem"]) };
    server = await signed(ca, "server", "edge");
    leaf = await signed(ca, "client", "observer");
    below = await signed(leaf, "client", "impostor");
  });

  after(() => plugin.stop());

  /** Whether a server that trusts the CA alone lets this caller in. */
  async function letsIn({ key, cert }: Identity): Promise<boolean> {
    const listening = tls.createServer(
      { ...server, ca: ca.cert, requestCert: true, rejectUnauthorized: true },
      (socket) => socket.end("in"),
    );
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    const { port } = listening.address() as AddressInfo;
    try {
      return await new Promise<boolean>((resolve) => {
        const caller = tls.connect({
          port,
          host: "127.0.0.1",
          servername: "edge",
          ca: ca.cert,
          key,
          cert,
        });
        caller.once("data", () => resolve(true));
        caller.once("error", () => resolve(false));
        caller.once("close", () => resolve(false));
      });
    } finally {
      listening.close();
    }
  }

  it("is no CA", () => {
    assert.equal(new X509Certificate(leaf.cert).ca, false);
    assert.equal(new X509Certificate(ca.cert).ca, true);
  });

  it("is let in itself", async () => {
    assert.equal(await letsIn(leaf), true);
  });

  it("signed nothing that is let in, though the signature is good and the chain complete", async () => {
    assert.ok(new X509Certificate(below.cert).verify(new X509Certificate(leaf.cert).publicKey));
    assert.equal(await letsIn({ key: below.key, cert: below.cert + leaf.cert }), false);
  });

  it("is not let in where it serves: a server's certificate calls nobody", async () => {
    assert.equal(await letsIn(server), false);
  });
});
