import { everyCase } from "./every-case.js";

everyCase({ describe, it });
