import { expect } from "chai";
import { sqlBackend } from "../../lib/store-kit/index.js";

describe("sqlBackend", () => {
  const sqlOver = (failures: readonly string[]) => {
    const left = [...failures];
    const asked: { readonly sql: string; readonly parameters: readonly unknown[] }[] = [];
    const sql = sqlBackend(
      {
        table: "keyv",
        parameter: (n) => `$${n}`,
        sortedKey: "bytes(key)",
        expires: "ends(value)",
        isBusy: (error) => error instanceof Error && error.message === "busy",
      },
      async (text, parameters) => {
        asked.push({ sql: text, parameters });
        const failure = left.shift();
        if (failure !== undefined) throw new Error(failure);
        return [{ "?column?": 1 }];
      },
    );
    return { sql, asked };
  };

  it("tries again when the store was busy, and at once tells what is broken", async () => {
    const busy = sqlOver(["busy", "busy"]);
    expect(await busy.sql.swap("k", "a", "b")).to.equal(true);
    expect(busy.asked).to.have.length(3);

    const broken = sqlOver(["disk I/O error"]);
    const error = await broken.sql.swap("k", "a", "b").catch((thrown: unknown) => thrown);
    expect(error).to.have.property("message", "disk I/O error");
    expect(broken.asked).to.have.length(1);
  });

  it("ends trying: what stays busy is told", async () => {
    const { sql, asked } = sqlOver(Array.from({ length: 50 }, () => "busy"));
    const error = await sql.read(["k"]).catch((thrown: unknown) => thrown);
    expect(error).to.have.property("message", "busy");
    expect(asked).to.have.length(5);
  });

  it("numbers its parameters for a dialect that does so, and puts no value into the text of a statement", async () => {
    const { sql, asked } = sqlOver([]);
    const value = "'; DROP TABLE keyv; --";
    await sql.read([value, "b"]);
    await sql.swap(value, undefined, value);
    await sql.swap(value, value, value);
    await sql.swap(value, value, undefined);
    await sql.list(value, value, 10);
    await sql.sweep(value, 7);
    for (const { sql: text, parameters } of asked) {
      expect(text).not.to.include("DROP");
      const places = [...text.matchAll(/\$(\d+)/g)].map(([, n]) => Number(n)).sort();
      expect(places, text).to.deep.equal(parameters.map((_, index) => index + 1));
    }
  });
});
