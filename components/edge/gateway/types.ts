// Fields of the Gateway API's resources that this program sets: https://gateway-api.sigs.k8s.io/reference/spec/
export const GATEWAY_API = "gateway.networking.k8s.io/v1";
export const GATEWAY_GROUP = "gateway.networking.k8s.io";

export interface GatewaySpec {
  readonly gatewayClassName: string;
  readonly listeners: readonly {
    readonly name: string;
    readonly hostname: string;
    readonly port: number;
    readonly protocol: "HTTPS";
    readonly tls: {
      readonly mode: "Terminate";
      readonly certificateRefs: readonly { readonly kind: "Secret"; readonly name: string }[];
    };
    readonly allowedRoutes: {
      readonly namespaces: { readonly from: "Same" };
      readonly kinds: readonly { readonly group: string; readonly kind: "GRPCRoute" }[];
    };
  }[];
  /** Standard since v1.5. */
  readonly tls: {
    readonly frontend: {
      readonly default: {
        readonly validation: {
          readonly mode: "AllowValidOnly";
          readonly caCertificateRefs: readonly {
            readonly group: "";
            readonly kind: "ConfigMap";
            readonly name: string;
          }[];
        };
      };
    };
  };
}

export interface GrpcRouteSpec {
  readonly parentRefs: readonly {
    readonly name: string;
    readonly namespace?: string;
    readonly sectionName: string;
  }[];
  readonly hostnames: readonly string[];
  readonly rules: readonly {
    readonly backendRefs: readonly { readonly name: string; readonly port: number }[];
  }[];
}

export interface ReferenceGrantSpec {
  readonly from: readonly {
    readonly group: string;
    readonly kind: "Gateway";
    readonly namespace: string;
  }[];
  readonly to: readonly {
    readonly group: "";
    readonly kind: "ConfigMap" | "Secret";
    readonly name: string;
  }[];
}
