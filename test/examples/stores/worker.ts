// A process of its own: so many updates of one number, all at once, in the etcd at `URL`.
import { KeyvEtcd } from "@keyv/etcd";
import { countTo } from "express-mfa/testing";
import Keyv from "keyv";
import { etcd } from "../../../examples/stores/etcd/etcd.js";

const [url = "", times = "0"] = process.argv.slice(2);
const store = etcd(new Keyv({ store: new KeyvEtcd(url), namespace: "count" }));
await store.open();
await countTo(Number(times), store);
await store.close();
