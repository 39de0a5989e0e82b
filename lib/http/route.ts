import type { Operation } from "./operation.js";

/** A path below the mount, with what GET and POST do there. */
export interface Route {
  readonly path: string;
  /** Bytes that a body may have, where it is more than usual. */
  readonly bodyLimit?: number;
  readonly get?: Operation;
  readonly post?: Operation;
}
