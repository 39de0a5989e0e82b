export { type SignedIn, type SignedInOptions, signedIn } from "./signed-in.js";
