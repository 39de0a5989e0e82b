import type { Operation } from "./operation.js";

/** A path below the mount, with what GET and POST do there. */
export interface Route {
  readonly path: string;
  /** Bytes that a body may have, where it is more than usual. */
  readonly bodyLimit?: number;
  /** The same for everybody: nobody is looked up for it, so it is there while the storage is away, and while the system starts. */
  readonly asset?: true;
  readonly get?: Operation;
  readonly post?: Operation;
}
