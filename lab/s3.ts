// S3 endpoint outside of the clusters, in place of a cloud's: versitygw on a plain folder.
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as net from "node:net";
import { z } from "zod";
import { builtFile } from "./build/programs";
import { startDaemon, waitFor } from "./cluster/daemons";
import { s3Machine } from "./cluster/machines";
import { startMachine } from "./cluster/network";
import { state, writeFile } from "./paths";

const port = 7070;

export const s3Endpoint = `${s3Machine.address}:${port}`;

const keysSchema = z.object({ accessKey: z.string(), secretKey: z.string() });
type S3Keys = z.infer<typeof keysSchema>;

const keyFile = () => state(s3Machine.name, "keys.json");

/** Key pair of the endpoint, generated at its first start. */
export function s3Keys(): S3Keys {
  if (!fs.existsSync(keyFile())) {
    const keys = {
      accessKey: `LAB${randomBytes(8).toString("hex").toUpperCase()}`,
      secretKey: randomBytes(24).toString("hex"),
    };
    writeFile(keyFile(), JSON.stringify(keys), 0o600);
  }
  return keysSchema.parse(JSON.parse(fs.readFileSync(keyFile(), "utf8")));
}

export async function startS3(): Promise<void> {
  const inside = await startMachine(s3Machine);
  const [data, versions] = [state(s3Machine.name, "buckets"), state(s3Machine.name, "versions")];
  [data, versions].forEach((dir) => fs.mkdirSync(dir, { recursive: true }));
  const { accessKey, secretKey } = s3Keys();
  const daemon = {
    machine: s3Machine.name,
    name: "versitygw",
    argv: [
      builtFile("versitygw", "versitygw"),
      "--port",
      s3Endpoint,
      "--quiet",
      "posix",
      "--versioning-dir",
      versions,
      data,
    ],
    // Not as arguments: any process of the machine can read a command line.
    env: { ...process.env, ROOT_ACCESS_KEY_ID: accessKey, ROOT_SECRET_ACCESS_KEY: secretKey },
    inside,
  };
  startDaemon(daemon);
  await waitFor(daemon, 20, accepts);
}

function accepts(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: s3Machine.address, port, timeout: 1000 });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("connect", end(true)).on("error", end(false)).on("timeout", end(false));
  });
}
