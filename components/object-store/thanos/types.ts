// Object store types that Thanos supports besides S3, with the fields of their configuration.
// https://thanos.io/tip/thanos/storage.md/#supported-clients

/** Type of a field; durations are `text`. */
export type FieldType = "text" | "number" | "boolean";

/** Fields by name; a nested object lists its own fields. */
export interface Fields {
  readonly [name: string]: FieldType | Fields;
}

/** Fields of the configuration of a store type. */
export interface StoreTypeFields {
  readonly fields: Fields;
  /** Alternatives: all fields of at least one list are required. */
  readonly required: readonly (readonly string[])[];
  /** Fields that identify the bucket; none of them is secret. */
  readonly bucketFields: readonly string[];
}

const of =
  (type: FieldType) =>
  (...names: readonly string[]): Fields =>
    Object.fromEntries(names.map((name) => [name, type]));
const [texts, numbers, booleans] = [of("text"), of("number"), of("boolean")];

const transport = {
  ...texts("idle_conn_timeout", "response_header_timeout"),
  ...texts("tls_handshake_timeout", "expect_continue_timeout"),
  ...numbers("max_idle_conns", "max_idle_conns_per_host", "max_conns_per_host"),
  ...booleans("insecure_skip_verify", "disable_compression"),
};
const http = {
  http_config: {
    ...transport,
    tls_config: {
      ...texts("ca_file", "cert_file", "key_file", "server_name"),
      ...booleans("insecure_skip_verify"),
    },
  },
};
const pairOf = (id: string, secret: string): StoreTypeFields => ({
  fields: texts("endpoint", "bucket", id, secret),
  required: [["endpoint", "bucket", id, secret]],
  bucketFields: ["endpoint", "bucket"],
});

/** Fields as in the `Config` of each folder of https://github.com/thanos-io/objstore/tree/main/providers. */
export const STORE_TYPES = {
  GCS: {
    fields: {
      ...texts("bucket", "service_account"),
      ...numbers("grpc_conn_pool_size", "chunk_size_bytes", "max_retries"),
      ...booleans("use_grpc"),
      ...http,
    },
    required: [["bucket"]],
    bucketFields: ["bucket"],
  },
  AZURE: {
    fields: {
      ...texts("storage_account", "container", "endpoint", "storage_account_key"),
      ...texts("storage_connection_string", "az_tenant_id", "client_id", "client_secret"),
      ...texts("user_assigned_id", "msi_resource"),
      ...numbers("max_retries"),
      ...booleans("storage_create_container"),
      reader_config: numbers("max_retry_requests"),
      pipeline_config: {
        ...numbers("max_tries"),
        ...texts("try_timeout", "retry_delay", "max_retry_delay"),
      },
      ...http,
    },
    required: [["storage_account", "container"]],
    bucketFields: ["storage_account", "container"],
  },
  SWIFT: {
    fields: {
      ...texts("auth_url", "region_name", "container_name", "username", "user_id", "password"),
      ...texts("user_domain_name", "user_domain_id", "domain_id", "domain_name"),
      ...texts("project_id", "project_name", "project_domain_id", "project_domain_name"),
      ...texts("application_credential_id", "application_credential_name"),
      ...texts("application_credential_secret", "large_object_segments_container_name"),
      ...texts("connect_timeout", "timeout"),
      ...numbers("auth_version", "large_object_chunk_size", "retries"),
      ...booleans("use_dynamic_large_objects"),
      ...http,
    },
    required: [["auth_url", "container_name"]],
    bucketFields: ["auth_url", "region_name", "project_id", "project_name", "container_name"],
  },
  COS: {
    fields: {
      ...texts("bucket", "app_id", "region", "endpoint", "secret_id", "secret_key"),
      ...numbers("max_retries"),
      ...http,
    },
    required: [
      ["bucket", "app_id", "region", "secret_id", "secret_key"],
      ["endpoint", "secret_id", "secret_key"],
    ],
    bucketFields: ["endpoint", "region", "app_id", "bucket"],
  },
  ALIYUNOSS: pairOf("access_key_id", "access_key_secret"),
  BOS: pairOf("access_key", "secret_key"),
  OCI: {
    fields: {
      ...texts("provider", "bucket", "compartment_ocid", "tenancy_ocid", "user_ocid", "region"),
      ...texts("fingerprint", "privatekey", "passphrase"),
      ...numbers("part_size", "max_request_retries", "request_retry_interval"),
      http_config: { ...transport, ...texts("client_timeout") },
    },
    required: [["provider", "bucket", "compartment_ocid"]],
    bucketFields: ["region", "compartment_ocid", "bucket"],
  },
  OBS: {
    fields: {
      ...texts("endpoint", "bucket", "access_key", "secret_key"),
      ...numbers("max_retries"),
      ...http,
    },
    required: [["endpoint", "bucket", "access_key", "secret_key"]],
    bucketFields: ["endpoint", "bucket"],
  },
} as const satisfies Record<string, StoreTypeFields>;

export type StoreType = keyof typeof STORE_TYPES;

/** The part below `config:` in Thanos' object store configuration. */
export type ThanosStoreConfig = Readonly<Record<string, unknown>>;

/** Text that identifies the bucket, without credentials, such as `https://oss.example.com/metrics`. */
export const bucketLocation = (type: StoreType, config: ThanosStoreConfig): string =>
  STORE_TYPES[type].bucketFields
    .map((name) => config[name])
    .filter((value) => typeof value === "string" && value !== "")
    .join("/");
