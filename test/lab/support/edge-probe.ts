// Connects to an edge, with TLS or without, and returns the answer's bytes or the reason of the rejection.
import * as http2 from "node:http2";
import * as net from "node:net";
import * as tls from "node:tls";

/** Result of a call. */
export interface Knock {
  /** Bytes that the application behind the edge sent. */
  readonly bytes: number;
  /** Error code of Node.js or OpenSSL; empty when the peer just closed, or said nothing. */
  readonly refusal: string;
}

/** Milliseconds after which silence counts as no answer. */
const PATIENCE = 4000;

export interface Address {
  readonly host: string;
  readonly port: number;
}

export function parseAddress(address: string): Address {
  const [host = "", port = ""] = address.split(":");
  return { host, port: Number(port) };
}

/**
 * A gRPC server that lets a caller in sends its SETTINGS first, unasked; so one that listens only, and does not write,
 * sees either these bytes or the alert, and no reset in between.
 */
export function knock(address: Address, options: tls.ConnectionOptions): Promise<Knock> {
  return listen(tls.connect({ ...address, ALPNProtocols: ["h2"], ...options }));
}

/**
 * HTTP status of a gRPC call, or the error code of a connection that fails. An edge that admits the caller answers 200,
 * whatever the call is. `host` is the authority of the HTTP request; default: the server name of TLS.
 */
export const statusOf = (
  address: Address,
  options: tls.ConnectionOptions,
  host = options.servername ?? address.host,
): Promise<string> =>
  statusBy(
    http2.connect(`https://${address.host}:${String(address.port)}`, {
      ALPNProtocols: ["h2"],
      ...options,
    }),
    host,
  );

/** The same without TLS, by HTTP/2 from its first byte on. */
export const statusInPlain = (
  address: Address,
  host: string,
  headers: http2.OutgoingHttpHeaders = {},
): Promise<string> =>
  statusBy(http2.connect(`http://${address.host}:${String(address.port)}`), host, headers);

function statusBy(
  session: http2.ClientHttp2Session,
  host: string,
  headers: http2.OutgoingHttpHeaders = {},
): Promise<string> {
  return new Promise((resolve) => {
    const end = (said: string) => {
      resolve(said);
      session.destroy();
    };
    const failed = (error: NodeJS.ErrnoException) => end(error.code ?? String(error));
    session.setTimeout(PATIENCE, () => end("ETIMEDOUT"));
    session.on("error", failed);
    const call = session.request({
      ":method": "POST",
      ":path": "/grpc.health.v1.Health/Check",
      ":authority": host,
      "content-type": "application/grpc",
      te: "trailers",
      ...headers,
    });
    call.on("error", failed);
    call.on("response", ({ ":status": status }) => end(String(status)));
    call.end();
  });
}

const HTTP2_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const EMPTY_SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

/** Speaks HTTP/2 without TLS. A TLS alert, which is no answer of the application, is not counted. */
export function knockInPlain(address: Address): Promise<Knock> {
  const socket = net.connect(address);
  socket.once("connect", () => {
    socket.write(HTTP2_PREFACE);
    socket.write(EMPTY_SETTINGS);
  });
  return listen(socket, (chunk) => (chunk[0] === TLS_ALERT ? 0 : chunk.length));
}

const TLS_ALERT = 0x15;

function listen(
  socket: net.Socket,
  count: (chunk: Buffer) => number = (chunk) => chunk.length,
): Promise<Knock> {
  return new Promise((resolve) => {
    const got = { bytes: 0, refusal: "" };
    socket.setTimeout(PATIENCE, () => {
      got.refusal = "ETIMEDOUT";
      socket.destroy();
    });
    socket.on("data", (chunk: Buffer) => {
      got.bytes += count(chunk);
      if (got.bytes > 0) {
        socket.destroy();
      }
    });
    socket.on(
      "error",
      (error: NodeJS.ErrnoException) => (got.refusal = error.code ?? String(error)),
    );
    socket.on("close", () => resolve({ ...got }));
  });
}
