import { expect } from "chai";
import { roundTrips } from "../support/round-trips.js";

describe("round trips to the store", () => {
  it("are few in each step of a sign-in, and none for a protected request that is held", async () => {
    expect(await roundTrips()).to.deep.equal({
      wrongPassword: 3,
      password: 4,
      send: 2,
      wrongCode: 2,
      code: 2,
      held: 0,
      fresh: 1,
      stale: 1,
      signOut: 2,
      knownPassword: 2,
      // Whoever is known in a browser learns no names by it. One more than at first: a sign-in is under way there.
      wrongForAnother: 4,
      wrongForNobody: 4,
    });
  });
});
