/** A person as the host's own table has them. What is `null` or `undefined` is not there. */
export interface HostOperator {
  /** Never given to anybody else: 1 to 128 characters, or a whole number. */
  readonly id: string | number;
  /** What they sign in with, 1 to 64 characters. */
  readonly username: string;
  readonly name?: string | null | undefined;
  /** Where codes by e-mail go. What is no address is taken as none. */
  readonly email?: string | null | undefined;
  /** BCP 47; until they choose another on their card. */
  readonly language?: string | null | undefined;
  /** A role of the host's, for `roles` to say what it is here. */
  readonly role?: string | null | undefined;
  /** Default `true`. */
  readonly enabled?: boolean | undefined;
  /**
   * What they have at the host, by strategy: taken over when they come for the first time, and ours from then on. `password`: a
   * hash of bcrypt or Argon2.
   */
  readonly existing?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * The people that the host has. Each call may throw, and has a second and a half: then nobody gets in, and the answer is 503.
 * Called again and again; the host's own index on `id` and `username` is what makes it fast.
 */
export interface OperatorDirectory {
  findById(id: string): Promise<HostOperator | undefined | null>;
  /** By a name as it was typed. What differs from it in more than case, width and spaces around it is taken as nobody. */
  findByUsername(username: string): Promise<HostOperator | undefined | null>;
  /** Writes what an operator, or an engineer, has changed. Left out: names and addresses are changed at the host alone. */
  update?(id: string, change: HostChange): Promise<unknown>;
}

/** `null` takes it away. */
export interface HostChange {
  readonly name?: string | null;
  readonly email?: string | null;
}
