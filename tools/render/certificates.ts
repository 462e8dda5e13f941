// Fixed certificates for renderings, in place of those of the tls provider. Their keys were not kept.
import * as fs from "node:fs";
import * as path from "node:path";

const pem = (name: string): string =>
  fs.readFileSync(path.join(__dirname, "certificates", `${name}.pem`), "utf8");

export const CLIENT_CA = pem("client-ca");
/** Client CA of the next generation. */
export const NEXT_CLIENT_CA = pem("next-client-ca");
export const SERVER_CA = pem("server-ca");
/** Server CA of the next generation. */
export const NEXT_SERVER_CA = pem("next-server-ca");
/** Stands for every leaf certificate. */
export const LEAF = pem("leaf");
/** A wrong CA, for tests only. */
export const OTHER_CA = pem("other-ca");
/** A CA that expired in 2021, for tests only. */
export const ENDED_CA = pem("ended-ca");
