// Reads the connection from a kubeconfig, given as path or text; with only a context, from the client's default files.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as yaml from "yaml";
import { z } from "zod";
import { unknown, type Values } from "../protocol/values";

const text = z.string().optional();
const userSchema = z.object({
  "client-certificate": text,
  "client-certificate-data": text,
  "client-key": text,
  "client-key-data": text,
  token: text,
  tokenFile: text,
  exec: z.unknown().optional(),
});
const schema = z.object({
  "current-context": text,
  contexts: z
    .array(
      z.object({
        name: z.string(),
        context: z.object({ cluster: z.string(), user: text, namespace: text }),
      }),
    )
    .nullish(),
  clusters: z.array(
    z.object({
      name: z.string(),
      cluster: z.object({
        server: z.string(),
        "certificate-authority": text,
        "certificate-authority-data": text,
        "tls-server-name": text,
        "insecure-skip-tls-verify": z.boolean().optional(),
      }),
    }),
  ),
  users: z
    .array(
      z.object({
        name: z.string(),
        user: userSchema.nullish(),
      }),
    )
    .nullish(),
});

export interface Connection {
  readonly server: string;
  readonly namespace: string | undefined;
  readonly token: string | undefined;
  readonly tls: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly servername?: string;
    readonly rejectUnauthorized?: boolean;
  };
}

/** An empty text counts as absent, as in the official plugin. */
export function connect(text: string | undefined, context: string | undefined): Connection {
  const kubeconfig = text === "" ? undefined : text;
  if (kubeconfig === undefined && context === undefined) {
    throw new Error(
      "the kubernetes provider needs a kubeconfig or a context; it uses no ambient cluster",
    );
  }
  const source = kubeconfig ?? usual(context);
  const file = fileOf(source);
  if (file === undefined && !/\bclusters\b/.test(source)) {
    throw new Error(
      `kubeconfig ${JSON.stringify(source.slice(0, 80))} is neither a file nor a kubeconfig`,
    );
  }
  const parsed = schema.safeParse(yaml.parse(file ? fs.readFileSync(file, "utf8") : source));
  if (!parsed.success) {
    throw new Error(`the kubeconfig is invalid: ${z.prettifyError(parsed.error)}`);
  }
  return pick(parsed.data, context, file === undefined ? process.cwd() : path.dirname(file));
}

/** Configuration keys whose change selects another cluster, or may do so. */
export function movedKeys(olds: Values, news: Values): readonly string[] {
  const keys = ["kubeconfig", "context"];
  const unsure = keys.filter((key) => news[key] === unknown);
  const [before, after] = [clusterOf(olds), clusterOf(news)];
  const moved = before !== undefined && after !== undefined && before !== after;
  return unsure.length > 0 || !moved ? unsure : keys.filter((key) => olds[key] !== news[key]);
}

/** The cluster's entry as text, for comparison; undefined where the configuration selects none. */
function clusterOf(config: Values): string | undefined {
  const { kubeconfig, context } = config;
  if (typeof kubeconfig !== "string" || kubeconfig === "" || kubeconfig === unknown) {
    return undefined;
  }
  const file = fileOf(kubeconfig);
  const parsed = schema.safeParse(yaml.parse(file ? fs.readFileSync(file, "utf8") : kubeconfig));
  const name = context ?? parsed.data?.["current-context"];
  const used = parsed.data?.contexts?.find((entry) => entry.name === name)?.context.cluster;
  const cluster = parsed.data?.clusters.find((entry) => entry.name === used)?.cluster;
  return cluster && JSON.stringify(cluster);
}

function fileOf(source: string): string | undefined {
  const file = path.resolve(source.replace(/^~(?=\/)/, os.homedir()));
  return !source.includes("\n") && fs.existsSync(file) ? file : undefined;
}

/** The first file of $KUBECONFIG with the context, else ~/.kube/config. No test needs them merged. */
function usual(context: string | undefined): string {
  const files = (process.env.KUBECONFIG ?? "")
    .split(path.delimiter)
    .filter((f) => fs.existsSync(f));
  const has = (file: string) =>
    schema
      .safeParse(yaml.parse(fs.readFileSync(file, "utf8")))
      .data?.contexts?.some(({ name }) => name === context);
  return files.find(has) ?? files[0] ?? "~/.kube/config";
}

function pick(
  config: z.infer<typeof schema>,
  wanted: string | undefined,
  folder: string,
): Connection {
  const name = wanted ?? config["current-context"];
  const context = config.contexts?.find((entry) => entry.name === name)?.context;
  if (context === undefined) {
    const known = (config.contexts ?? []).map((entry) => entry.name).join(", ") || "none";
    throw new Error(
      `the kubeconfig has no context ${JSON.stringify(name ?? "")}; it has: ${known}`,
    );
  }
  const cluster = config.clusters.find((entry) => entry.name === context.cluster)?.cluster;
  if (cluster === undefined) {
    throw new Error(
      `context ${name} refers to cluster ${context.cluster}, which is not in the kubeconfig`,
    );
  }
  const user: z.infer<typeof userSchema> =
    config.users?.find((entry) => entry.name === context.user)?.user ?? {};
  if (user.exec !== undefined) {
    throw new Error(
      `user ${context.user} needs a credential plugin (exec), which this stand-in does not support`,
    );
  }
  const read = (file: string | undefined) =>
    file === undefined ? undefined : fs.readFileSync(path.resolve(folder, file), "utf8");
  const pem = (data: string | undefined, file: string | undefined) =>
    data === undefined ? read(file) : Buffer.from(data, "base64").toString();
  const tls = {
    ca: pem(cluster["certificate-authority-data"], cluster["certificate-authority"]),
    cert: pem(user["client-certificate-data"], user["client-certificate"]),
    key: pem(user["client-key-data"], user["client-key"]),
    servername: cluster["tls-server-name"],
    rejectUnauthorized: cluster["insecure-skip-tls-verify"] === true ? false : undefined,
  };
  return {
    server: cluster.server.replace(/\/$/, ""),
    namespace: context.namespace,
    token: user.token ?? read(user.tokenFile)?.trim(),
    tls: Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined)),
  };
}
