import { expect } from "chai";
import { CookieJar } from "./cookie-jar.js";

const http = new URL("http://localhost/a/b");
const https = new URL("https://net2.example.com/a/b");

describe("CookieJar", () => {
  const sent = (line: string, from: URL, to: URL = from) => {
    const jar = new CookieJar();
    jar.take(line, from);
    return jar.header(to);
  };

  it("gives back what it took, without the attributes", () => {
    expect(sent("a=1; Path=/; HttpOnly; SameSite=Lax", http)).to.equal("a=1");
  });

  it("keeps Secure cookies off http, both ways", () => {
    expect(sent("a=1; Secure", http)).to.equal(undefined);
    expect(sent("a=1; Secure; Path=/", https, new URL("http://net2.example.com/"))).to.equal(undefined);
  });

  it("takes __Host- only as the prefix promises: Secure, Path=/, no Domain", () => {
    expect(sent("__Host-a=1; Secure; Path=/", https)).to.equal("__Host-a=1");
    expect(sent("__Host-a=1; Path=/", https)).to.equal(undefined);
    expect(sent("__Host-a=1; Secure; Path=/a", https)).to.equal(undefined);
    expect(sent("__Host-a=1; Secure; Path=/; Domain=net2.example.com", https)).to.equal(undefined);
  });

  it("sends a cookie under its path only", () => {
    expect(sent("a=1; Path=/a", http)).to.equal("a=1");
    expect(sent("a=1; Path=/a", http, new URL("http://localhost/ab"))).to.equal(undefined);
    expect(sent("a=1", http, new URL("http://localhost/"))).to.equal(undefined);
  });

  it("forgets a cookie that is set to expire, and replaces one of the same name and path", () => {
    const jar = new CookieJar();
    jar.take("a=1; Path=/", http);
    jar.take("a=2; Path=/", http);
    expect(jar.header(http)).to.equal("a=2");
    jar.take("a=; Path=/; Max-Age=0", http);
    expect(jar.header(http)).to.equal(undefined);
  });
});
