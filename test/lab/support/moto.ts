// moto's server on loopback, for one suite: S3, IAM, KMS and STS of an account in memory.
import * as childProcess from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { until } from "../../../lab/run";
import { pythonPrograms } from "./python";

const PACKAGES = ["moto[s3,iam,kms,sts]==5.2.5", "flask==3.1.2", "flask-cors==6.0.1"];
/** Seconds for it to listen. */
const START = 60;

export const ACCOUNT = "111122223333";

/** The folder of its programs. */
export const motoPrograms = () => pythonPrograms("moto", PACKAGES);

export class Moto {
  private constructor(
    readonly endpoint: string,
    private readonly process: childProcess.ChildProcess,
    private readonly folder: string,
  ) {}

  /** A file for `AWS_CONFIG_FILE`, in which the profile leads to this server. */
  get configFile(): string {
    return path.join(this.folder, "config");
  }

  static async start(profile: string): Promise<Moto> {
    const programs = await motoPrograms();
    const port = await freePort();
    const child = childProcess.spawn(
      path.join(programs, "moto_server"),
      ["-H", "127.0.0.1", "-p", String(port)],
      { stdio: "ignore", env: { PATH: process.env.PATH, MOTO_ACCOUNT_ID: ACCOUNT } },
    );
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "thanos-fleet-moto-"));
    const moto = new Moto(`http://127.0.0.1:${String(port)}`, child, folder);
    const lines = [
      `[profile ${profile}]`,
      `endpoint_url = ${moto.endpoint}`,
      "aws_access_key_id = test",
      "aws_secret_access_key = test",
    ];
    fs.writeFileSync(moto.configFile, `${lines.join("\n")}\n`);
    if (!(await until(START, () => listens(port)))) {
      moto.stop();
      throw new Error("moto's server does not listen");
    }
    return moto;
  }

  stop(): void {
    this.process.kill();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === "object" && address !== null ? address.port : 0),
      );
    });
  });
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
