import { describe, it } from "node:test";
import { everyCase } from "./every-case.js";

everyCase({ describe, it });
