import { expect } from "chai";
import { MfaError } from "../../lib/errors/index.js";
import type { MfaOptions } from "../../lib/options/index.js";
import { readLook } from "../../lib/options/read-look.js";
import { ownPages } from "../../lib/pages/index.js";

function refusal(options: object): string {
  try {
    readLook(options as MfaOptions);
  } catch (error) {
    if (error instanceof MfaError && error.code === "ERR_MFA_OPTIONS") return error.message;
    throw error;
  }
  return "taken";
}

const own = () => null;

describe("the options for the look of pages", () => {
  it("are ours where nothing is given, and undefined is the same as left out", () => {
    expect(readLook({} as MfaOptions)).to.deep.equal({ home: "/", pages: ownPages });
    const left = { branding: { logo: undefined, stylesheet: undefined }, pages: { Card: undefined } };
    expect(readLook(left as unknown as MfaOptions)).to.deep.equal({ home: "/", pages: ownPages });
  });

  it("put a component in place of one of ours, and leave the others", () => {
    const { pages } = readLook({ pages: { SignIn: own } } as unknown as MfaOptions);
    expect(pages).to.deep.equal({ ...ownPages, SignIn: own });
  });

  it("take a logo and a stylesheet of this origin, since the policy for content lets nothing else load", () => {
    const taken = { logo: "data:image/svg+xml;base64,PHN2Zy8+", stylesheet: "/assets/mfa.css?v=2" };
    expect(readLook({ branding: taken } as MfaOptions)).to.include(taken);
    for (const path of [
      "https://cdn.example/a",
      "//cdn.example/a",
      "/\\cdn.example/a",
      "a.css",
      "",
      7,
      "/a b",
    ]) {
      expect(refusal({ branding: { logo: path } }), String(path)).to.include(
        '"branding.logo" must be a path',
      );
      expect(refusal({ branding: { stylesheet: path } }), String(path)).to.include("branding.stylesheet");
    }
    expect(refusal({ branding: { logo: "data:text/html,<script>" } })).to.include("branding.logo");
  });

  it("are refused when they are misspelt or of another kind", () => {
    expect(refusal({ branding: { color: "red" } })).to.include('"color"');
    expect(refusal({ pages: { Signin: own } })).to.include('"SignIn"');
    expect(refusal({ pages: { SignIn: "<h1>" } })).to.include('"pages.SignIn" must be a component');
    expect(refusal({ render: "sign-in" })).to.include('"render" must be a function');
  });
});
