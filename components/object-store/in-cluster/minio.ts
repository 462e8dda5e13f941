// MinIO: one server, with a read-only user for the observer.
// https://github.com/minio/minio/tree/master/docs
import { NAMES } from "../../../kubernetes/names";
import { PORTS } from "../../../kubernetes/ports";
import { FOLDERS, httpsProbes, keyFile, readKeys, type StoreServer } from "./server";
import { OBJECT_STORE } from "./part";

/** Attaching a policy again fails in mc, which is ignored here. */
const MAKE_BUCKET = `
set -e
${readKeys(OBJECT_STORE.name, "WRITER", "WRITER_SECRET")}
${readKeys(NAMES.objectStoreReader, "READER", "READER_SECRET")}
export MC_HOST_store="https://$WRITER:$WRITER_SECRET@$STORE"
mc mb --ignore-existing "store/$BUCKET"
mc admin user add store "$READER" "$READER_SECRET"
mc admin policy create store fleet-reader ${FOLDERS.policy}/reader.json
said=$(mc admin policy attach store fleet-reader --user "$READER" 2>&1) && exit 0
case "$said" in
  *"already in effect"*) exit 0 ;;
  *) echo "$said" >&2; exit 1 ;;
esac
`.trim();

const readerPolicy = (bucket: string) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", "s3:ListBucket"],
      Resource: [`arn:aws:s3:::${bucket}`],
    },
    { Effect: "Allow", Action: ["s3:GetObject"], Resource: [`arn:aws:s3:::${bucket}/*`] },
  ],
});

/** MinIO for `bucket`; `endpoint` is the `host:port` at which the Job reaches it. */
export const minio = (bucket: string, endpoint: string): StoreServer => ({
  kind: "minio",
  containers: [
    {
      user: OBJECT_STORE.name,
      writes: true,
      own: {
        name: "minio",
        args: [
          "server",
          `--address=:${String(PORTS.s3)}`,
          `--certs-dir=${FOLDERS.tls}`,
          FOLDERS.data,
        ],
        env: [
          { name: "MINIO_ROOT_USER_FILE", value: keyFile(OBJECT_STORE.name, "accessKey") },
          { name: "MINIO_ROOT_PASSWORD_FILE", value: keyFile(OBJECT_STORE.name, "secretKey") },
          { name: "MINIO_BROWSER", value: "off" },
        ],
        ports: [{ name: "s3", containerPort: PORTS.s3, protocol: "TCP" }],
        ...httpsProbes("s3", "/minio/health/live", "/minio/health/ready"),
      },
    },
  ],
  certificateFiles: { "public.crt": "tls.crt", "private.key": "tls.key" },
  readerPort: "s3",
  bucketJob: {
    script: MAKE_BUCKET,
    env: [
      { name: "BUCKET", value: bucket },
      { name: "STORE", value: endpoint },
      { name: "MC_CONFIG_DIR", value: `${FOLDERS.scratch}/mc` },
    ],
    users: [OBJECT_STORE.name, NAMES.objectStoreReader],
  },
  readerPolicy: readerPolicy(bucket),
});
