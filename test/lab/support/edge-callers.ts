// Callers that an edge must reject: the certificate of each is wrong in one respect.
import { createPrivateKey, X509Certificate } from "node:crypto";
import "reflect-metadata"; // the X.509 library asks for it
import * as x509 from "@peculiar/x509";
import { z } from "zod";
import { observees, observer } from "../../../lab/cluster/machines";
import { NAMES } from "../../../kubernetes/names";
import { issue, impostor, subjectOf, type Identity } from "./certificates";
import { clientIdentity, identityOf } from "./cluster";
import { observerOutputs, onState } from "./stacks";

const state = z.object({
  deployment: z.object({
    resources: z.array(
      z.object({ urn: z.string(), outputs: z.record(z.string(), z.unknown()).default({}) }),
    ),
  }),
});

/** A decrypted secret of the state: its value as JSON. */
const shownSecret = z
  .object({ plaintext: z.string() })
  .transform(({ plaintext }) => z.string().parse(JSON.parse(plaintext)));

/** The key of an observee's client CA, which only the observer's state has. */
async function clientCaOf(observee: string): Promise<Identity> {
  const exported = await onState(["stack", "export", "--show-secrets"], observer.name);
  const { deployment } = state.parse(JSON.parse(exported));
  const [cert = ""] = (await observerOutputs()).clientCa[observee] ?? [];
  const owned = new RegExp(`::observer-trust-${observee}-ca(-\\d+)?-key$`);
  const keys = deployment.resources
    .filter(({ urn }) => owned.test(urn))
    .map(({ outputs }) => shownSecret.parse(outputs["privateKeyPem"]));
  const key = keys.find((pem) => new X509Certificate(cert).checkPrivateKey(createPrivateKey(pem)));
  if (key === undefined) {
    throw new Error(`the observer's state has no key of the client CA of ${observee}`);
  }
  return { cert, key };
}

/** By what is wrong with them; `undefined` shows none at all. */
export async function wrongCallers(
  observee: string,
): Promise<ReadonlyMap<string, Identity | undefined>> {
  const right = await clientIdentity(observee);
  const ca = await clientCaOf(observee);
  const subject = subjectOf(right.cert);
  const other = await issue({ subject: "CN=other CA", by: undefined, ca: true });
  const neighbour = observees.find(({ name }) => name !== observee)?.name ?? "";
  return new Map([
    ["no certificate", undefined],
    ["a self-signed certificate", await issue({ subject, by: undefined })],
    ["a certificate of another CA", await issue({ subject, by: other })],
    ["a certificate of another CA with the same name", await impostor(right.cert, ca.cert)],
    ["a certificate that has ended", await issue({ subject, by: ca, from: -2, until: -1 })],
    ["a certificate that has not begun", await issue({ subject, by: ca, from: 1, until: 2 })],
    [
      "a certificate for servers, of the right CA",
      await issue({ subject, by: ca, usage: x509.ExtendedKeyUsage.serverAuth }),
    ],
    ["the edge's own server certificate", await identityOf(observee, NAMES.serverTls)],
    ["a certificate that the right one signed", await withChain(right, subject)],
    ["another observee's key", await clientIdentity(neighbour)],
  ]);
}

/** A leaf that is used as a CA, presented with the certificate that it signed. */
async function withChain(signer: Identity, subject: string): Promise<Identity> {
  const leaf = await issue({ subject, by: signer });
  return { cert: `${leaf.cert.trimEnd()}\n${signer.cert}`, key: leaf.key };
}
