// One tls plugin with a key, a CA, a request and a leaf, for a contract that both plugins have to keep.
import * as assert from "node:assert/strict";
import { type Path, type Values } from "../../../lab/plugins/protocol/values";
import { Plugin, urnOf, type Held } from "../client";

export const urns = {
  key: urnOf("tls:index/privateKey:PrivateKey", "key"),
  ca: urnOf("tls:index/selfSignedCert:SelfSignedCert", "ca"),
  request: urnOf("tls:index/certRequest:CertRequest", "leaf"),
  leaf: urnOf("tls:index/locallySignedCert:LocallySignedCert", "leaf"),
};

export class Bench {
  private started: Plugin | undefined;
  private readonly made = new Map<keyof typeof urns, Held>();

  constructor(private readonly command: string) {}

  async start(): Promise<void> {
    this.started = await Plugin.start(this.command, {});
    const key = await this.make("key", { algorithm: "ECDSA", ecdsaCurve: "P256" });
    const { privateKeyPem = "" } = key.outputs;
    const subject = { commonName: "a CA", organization: "an organization" };
    const ca = await this.make("ca", {
      ...{ privateKeyPem, subject, isCaCertificate: true, validityPeriodHours: 100 },
      allowedUses: ["cert_signing", "crl_signing"],
    });
    const request = await this.make("request", {
      ...{ privateKeyPem, subject: { commonName: "a leaf" }, dnsNames: ["a.example"] },
      ...{ ipAddresses: ["10.0.0.1", "fd00::1"], uris: ["spiffe://example/a"] },
    });
    await this.make("leaf", {
      ...{ caPrivateKeyPem: privateKeyPem, caCertPem: ca.outputs["certPem"] ?? "" },
      certRequestPem: request.outputs["certRequestPem"] ?? "",
      ...{ allowedUses: ["server_auth"], validityPeriodHours: 24, earlyRenewalHours: 1 },
    });
  }

  stop(): void {
    this.started?.stop();
  }

  get plugin(): Plugin {
    assert.ok(this.started, "the plugin is not started");
    return this.started;
  }

  of(kind: keyof typeof urns): Held {
    const made = this.made.get(kind);
    assert.ok(made, `no ${kind} was made`);
    return made;
  }

  /** What the engine does for a resource that is new. The first of a kind is kept. */
  async make(kind: keyof typeof urns, news: Values): Promise<Held> {
    const { inputs, failures } = await this.plugin.check(urns[kind], {}, news);
    assert.deepEqual(failures, []);
    const held = await this.plugin.create(urns[kind], inputs);
    if (!this.made.has(kind)) {
      this.made.set(kind, held);
    }
    return held;
  }

  /** What it does for one that is there and whose inputs change so. */
  async diff(kind: keyof typeof urns, change: Values, held = this.of(kind)) {
    const news = { ...held.inputs, ...change };
    const { inputs } = await this.plugin.check(urns[kind], held.inputs, news);
    return this.plugin.diff(urns[kind], held, inputs);
  }
}

/** Without what a plugin keeps for itself. */
export function fieldsOf({ outputs }: Held): string[] {
  return Object.keys(outputs)
    .filter((key) => !key.startsWith("__"))
    .sort();
}

export function secretsOf({ secrets }: { readonly secrets: readonly Path[] }): string[] {
  return secrets
    .map(String)
    .filter((path) => !path.startsWith("__"))
    .sort();
}
