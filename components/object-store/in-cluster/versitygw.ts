// versitygw: an S3 server over a plain folder. A second, read-only instance serves the observer.
// https://github.com/versity/versitygw/wiki/Global-Options
import { NAMES } from "../../../kubernetes/names";
import { PORTS } from "../../../kubernetes/ports";
import { FOLDERS, httpsProbes, readKeys, type ServerContainer, type StoreServer } from "./server";
import { OBJECT_STORE } from "./part";

const HEALTH = "/health";

interface Gateway {
  readonly name: string;
  readonly port: { readonly name: "s3" | "s3-reader"; readonly containerPort: number };
  /** Secret with the key pair that it accepts. */
  readonly user: string;
  readonly writes: boolean;
}

/** versitygw reads keys only from environment variables, so a shell reads the files; the flags follow as arguments. */
const serve = (user: string): string =>
  [
    "set -e",
    readKeys(user, "ROOT_ACCESS_KEY_ID", "ROOT_SECRET_ACCESS_KEY"),
    'exec versitygw "$@"',
  ].join("\n");

const gateway = ({ name, port, user, writes }: Gateway): ServerContainer => ({
  user,
  writes,
  own: {
    name,
    command: ["sh", "-c", serve(user), "versitygw"],
    args: [
      `--port=:${String(port.containerPort)}`,
      `--cert=${FOLDERS.tls}/tls.crt`,
      `--key=${FOLDERS.tls}/tls.key`,
      ...["--health", HEALTH],
      "--quiet",
      ...(writes ? [] : ["--readonly"]),
      "posix",
      FOLDERS.data,
    ],
    ports: [{ ...port, protocol: "TCP" }],
    ...httpsProbes(port.name, HEALTH, HEALTH),
  },
});

/** Creating an existing bucket fails, which is ignored here. */
const MAKE_BUCKET = `
${readKeys(OBJECT_STORE.name, "ADMIN_ACCESS_KEY_ID", "ADMIN_SECRET_ACCESS_KEY")}
said=$(versitygw admin create-bucket --bucket "$BUCKET" --owner "$ADMIN_ACCESS_KEY_ID" 2>&1) && exit 0
case "$said" in
  *BucketAlready*) exit 0 ;;
  *) echo "$said" >&2; exit 1 ;;
esac
`.trim();

/** versitygw for `bucket`; `endpoint` is the `host:port` at which the Job reaches it. */
export const versitygw = (bucket: string, endpoint: string): StoreServer => ({
  kind: "versitygw",
  containers: [
    gateway({
      name: "versitygw",
      port: { name: "s3", containerPort: PORTS.s3 },
      user: OBJECT_STORE.name,
      writes: true,
    }),
    gateway({
      name: "versitygw-reader",
      port: { name: "s3-reader", containerPort: PORTS.s3Reader },
      user: NAMES.objectStoreReader,
      writes: false,
    }),
  ],
  certificateFiles: { "tls.crt": "tls.crt", "tls.key": "tls.key" },
  readerPort: "s3-reader",
  bucketJob: {
    script: MAKE_BUCKET,
    env: [
      { name: "BUCKET", value: bucket },
      { name: "ADMIN_ENDPOINT_URL", value: `https://${endpoint}` },
    ],
    users: [OBJECT_STORE.name],
  },
});
