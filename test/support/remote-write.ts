// Encodes a remote write request: one sample of one series, as protobuf in snappy's block format.
// https://prometheus.io/docs/specs/prw/remote_write_spec/

const LENGTH_DELIMITED = 2;
const DOUBLE = 1;
const VARINT = 0;

function varint(n: number): Buffer {
  const bytes: number[] = [];
  for (let rest = n; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) {
      return Buffer.from([...bytes, rest]);
    }
    bytes.push((rest % 128) + 128);
  }
}

const tag = (field: number, kind: number): Buffer => varint(field * 8 + kind);
const bytes = (field: number, value: Buffer): Buffer =>
  Buffer.concat([tag(field, LENGTH_DELIMITED), varint(value.length), value]);
const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value));

/** Uncompressed snappy: literals of at most 60 bytes. */
function snappy(data: Buffer): Buffer {
  const literals = Array.from({ length: Math.ceil(data.length / 60) }, (_, i) => {
    const piece = data.subarray(i * 60, (i + 1) * 60);
    return Buffer.concat([Buffer.from([(piece.length - 1) * 4]), piece]);
  });
  return Buffer.concat([varint(data.length), ...literals]);
}

/** Body of a request that writes `value` at `at`, in milliseconds since 1970. */
export function writeRequest(
  labels: Readonly<Record<string, string>>,
  value: number,
  at: number,
): Buffer {
  const double = Buffer.alloc(8);
  double.writeDoubleLE(value);
  const sample = Buffer.concat([tag(1, DOUBLE), double, tag(2, VARINT), varint(at)]);
  const series = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, of]) => bytes(1, Buffer.concat([text(1, name), text(2, of)])));
  return snappy(bytes(1, Buffer.concat([...series, bytes(2, sample)])));
}

export const WRITE_HEADERS = {
  "Content-Encoding": "snappy",
  "Content-Type": "application/x-protobuf",
  "X-Prometheus-Remote-Write-Version": "0.1.0",
} as const;
