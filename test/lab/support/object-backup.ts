// Deletes or breaks objects for a while, and restores them.
import { z } from "zod";
import { kubectl } from "../../../lab/cluster/kubectl";

const object = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    managedFields: z.array(z.object({ manager: z.string(), operation: z.string() })).min(1),
  }),
});

/** Fields that the server sets. */
const SERVERS = ["managedFields", "uid", "resourceVersion", "creationTimestamp", "generation"];

export class Stash {
  private readonly undo: (() => Promise<unknown>)[] = [];

  constructor(
    private readonly cluster: string,
    private readonly namespace: string,
  ) {}

  /** Saves an object that will be changed. */
  async keep(kind: string, name: string): Promise<void> {
    const shown = ["--output=json", "--show-managed-fields"];
    const got = object.parse(JSON.parse(await this.kubectl(["get", kind, name, ...shown])));
    const [owner] = got.metadata.managedFields;
    const metadata = Object.entries(got.metadata).filter(([key]) => !SERVERS.includes(key));
    const text = JSON.stringify({ ...got, metadata: Object.fromEntries(metadata) });
    this.undo.push(() => this.write(text, owner?.manager ?? "", owner?.operation === "Apply"));
  }

  /** For the server, apply and create are two owners, even under one name. */
  private async write(text: string, manager: string, applied: boolean): Promise<void> {
    const as = [`--field-manager=${manager}`, "-f", "-"];
    const apply = ["apply", "--server-side", "--force-conflicts"];
    const replace = () => kubectl(this.cluster, ["replace", ...as], text);
    await (applied
      ? kubectl(this.cluster, [...apply, ...as], text)
      : replace().catch(() => kubectl(this.cluster, ["create", ...as], text)));
  }

  /** Deletes an object. */
  async take(kind: string, name: string): Promise<void> {
    await this.keep(kind, name);
    await this.kubectl(["delete", kind, name]);
  }

  /** Registers a created object, which `putBack` deletes. */
  made(kind: string, name: string): void {
    this.undo.push(() => this.kubectl(["delete", kind, name, "--ignore-not-found"]));
  }

  /** In reverse order. */
  async putBack(): Promise<void> {
    for (let undo = this.undo.pop(); undo !== undefined; undo = this.undo.pop()) {
      await undo();
    }
  }

  private kubectl(args: readonly string[]): Promise<string> {
    return kubectl(this.cluster, [...args, "--namespace", this.namespace]);
  }
}
