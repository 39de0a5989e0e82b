/** Express projects as people have them: their files, and how each is started. */
export interface Shape {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  /** The file that makes the app. */
  readonly entry: string;
  readonly config: string;
  /** Arguments of Node, after what is built by `tsc` where `build` says so. */
  readonly start: readonly string[];
  readonly build?: true;
}

const manifest = (more: object) =>
  JSON.stringify(
    { name: "door-desk", private: true, dependencies: { express: "^5.3.0" }, ...more },
    undefined,
    2,
  );

export const shapes: readonly Shape[] = [
  {
    title: "one file of ES modules",
    entry: "server.js",
    config: "express-mfa.config.js",
    start: ["server.js"],
    files: {
      "package.json": manifest({ type: "module", scripts: { start: "node server.js" } }),
      "server.js": `import express from "express";
import { readFileSync } from "node:fs";

const app = express();
app.get("/", (req, res) => res.send(readFileSync("package.json", "utf8")));
app.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("listening"));
`,
    },
  },
  {
    title: "CommonJS as express-generator makes it, started by bin/www",
    entry: "app.js",
    config: "express-mfa.config.mjs",
    start: ["./bin/www"],
    files: {
      "package.json": manifest({ scripts: { start: "node ./bin/www" } }),
      "bin/www": `#!/usr/bin/env node
var app = require('../app');
var http = require('http');

http.createServer(app).listen(process.env.PORT, '127.0.0.1', function () { console.log('listening'); });
`,
      "app.js": `var express = require('express');
var path = require('path');

var indexRouter = require('./routes/index');

var app = express();

app.use(express.json());
app.use(express.static(path.join(__dirname, 'public')));
app.use('/', indexRouter);

module.exports = app;
`,
      "routes/index.js": `var express = require('express');
var router = express.Router();
router.get('/', function (req, res) { res.send('secret'); });
module.exports = router;
`,
    },
  },
  {
    title: "TypeScript run by tsx, with imports over several lines",
    entry: "src/index.ts",
    config: "express-mfa.config.ts",
    start: ["--import=tsx", "src/index.ts"],
    files: {
      "package.json": manifest({
        type: "module",
        scripts: { dev: "tsx watch src/index.ts" },
        devDependencies: { tsx: "*" },
      }),
      "tsconfig.json": "{}",
      "src/index.ts": `import express, {
  type Request,
  type Response,
} from "express";
import { greet } from "./greet.js";

const port: number = Number(process.env.PORT);
const app = express();
app.get("/", (_req: Request, res: Response) => {
  res.send(greet());
});
app.listen(port, "127.0.0.1", () => console.log("listening"));
`,
      "src/greet.ts": `export const greet = (): string => "secret";\n`,
    },
  },
  {
    title: "an app made by a function in another file than the server",
    entry: "src/app.js",
    config: "express-mfa.config.js",
    start: ["--enable-source-maps", "src/server.js"],
    files: {
      "package.json": manifest({
        type: "module",
        scripts: { start: "node --enable-source-maps src/server.js" },
      }),
      "src/server.js": `import { createApp } from "./app.js";

createApp().listen(Number(process.env.PORT), "127.0.0.1", () => console.log("listening"));
`,
      "src/app.js": `import express from "express";

export function createApp() {
  const app = express();
  app.get("/", (req, res) => res.send("secret"));
  return app;
}
`,
    },
  },
  {
    title: "TypeScript that is built to CommonJS",
    entry: "src/main.ts",
    config: "express-mfa.config.ts",
    start: ["dist/src/main.js"],
    build: true,
    files: {
      "package.json": manifest({
        main: "dist/src/main.js",
        scripts: { build: "tsc", start: "node dist/src/main.js" },
      }),
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          ...{ target: "ES2022", module: "nodenext", strict: true, outDir: "dist", rootDir: "." },
          ...{ types: ["node"], skipLibCheck: true, esModuleInterop: true },
        },
        include: ["src", "express-mfa.config.ts"],
      }),
      "src/main.ts": `import express from "express";

const app: express.Express = express();
app.get("/", (_req, res) => {
  res.send("secret");
});
app.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("listening"));
`,
    },
  },
];
