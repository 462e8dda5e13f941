// Misconfigurations around an edge whose controller terminates TLS: during each, nobody without a certificate gets an
// answer.
import * as assert from "node:assert/strict";
import { kubectl } from "../../../lab/cluster/kubectl";
import { sleep, until } from "../../../lab/run";
import { NAMES } from "../../../kubernetes/names";
import { issue, subjectOf, type Identity } from "./certificates";
import { NAMESPACE } from "./cluster";
import { callerOf } from "./edge-suite";
import { parseAddress, statusOf } from "./edge-probe";
import type { Stash } from "./object-backup";
import { clustersOf } from "./store-client";

/** Seconds until a controller has read a change. */
const PATIENCE = 60;
const TRIES = 8;

/** Whether it answers to the right certificate. */
const answers = async (name: string): Promise<boolean> =>
  clustersOf(await callerOf(name)).then(
    ([first]) => first === name,
    () => false,
  );

export async function untilItAnswers(name: string): Promise<void> {
  const well = await until(PATIENCE, () => answers(name), 0.5);
  assert.ok(well, `the edge of ${name} does not answer`);
}

export async function untilItRefuses(name: string): Promise<void> {
  const refused = async () => !(await answers(name));
  assert.ok(await until(PATIENCE, refused, 0.5), `the edge of ${name} answers still`);
}

/** Its answer to a caller that does not verify it, with this certificate or none. */
const statusFor = async (name: string, identity?: Identity): Promise<string> => {
  const { address, serverName } = await callerOf(name);
  const unverified = { servername: serverName, rejectUnauthorized: false };
  return statusOf(parseAddress(address), { ...unverified, ...identity });
};

/** Asserts that nobody without a certificate is answered during a misconfiguration. */
export async function staysShut(name: string, refusal: RegExp): Promise<void> {
  for (let i = 0; i < TRIES; i += 1) {
    assert.match(await statusFor(name), refusal);
    await sleep(0.5);
  }
}

export const SHUT = /^(ERR_\w+|ECONNRESET|EPIPE)$/;
/** Traefik ignores an Ingress whose CA is missing, and answers for no unknown host. */
export const SHUT_OR_LEFT_OUT = /^(ERR_\w+|ECONNRESET|EPIPE|404)$/;

/** Misconfigurations of the Secret with the client CA, for each kind of edge. */
export function withoutCa(name: string, stash: Stash, refusal: RegExp): void {
  /** `null` removes it. */
  async function patchCa(text: string | null): Promise<void> {
    await stash.keep("secret", NAMES.clientCa);
    const patch = JSON.stringify({ data: { "ca.crt": text } });
    const secret = ["secret", NAMES.clientCa, "--namespace", NAMESPACE];
    await kubectl(name, ["patch", ...secret, "--type=merge", `--patch=${patch}`]);
  }

  it("except the observer's certificate, which gets status 200", async () => {
    assert.equal(await statusFor(name, (await callerOf(name)).identity), "200");
  });

  it("while the Secret for its CA has no CA", async () => {
    await patchCa(null);
    await staysShut(name, refusal);
  });

  it("while the Secret for its CA is missing", async () => {
    await stash.take("secret", NAMES.clientCa);
    await staysShut(name, refusal);
  });

  it("with a certificate of a CA that was removed from it", async () => {
    const caller = await callerOf(name);
    const other = await issue({ subject: subjectOf(caller.serverCa), by: undefined, ca: true });
    await patchCa(Buffer.from(other.cert).toString("base64"));
    await untilItRefuses(name);
    await staysShut(name, refusal);
    assert.ok(!(await answers(name)));
  });
}
