import { describe, it } from "node:test";
import { KeyvEtcd } from "@keyv/etcd";
import { etcd } from "example-etcd";
import { storageSuite } from "express-mfa/testing";
import Keyv from "keyv";

const url = process.env.ETCD_URL ?? "127.0.0.1:2379";
let runs = 0;

storageSuite(
  { describe, it },
  () => {
    runs += 1; // for each test a store that is empty
    const namespace = `test-${process.pid}-${runs}`;
    const open = () => etcd(new Keyv({ store: new KeyvEtcd(url), namespace }));
    return { backend: open(), reopen: open };
  },
  { name: "The store on etcd" },
);
