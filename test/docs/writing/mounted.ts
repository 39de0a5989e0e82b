import { KeyvEtcd } from "@keyv/etcd";
import { etcd } from "example-etcd";
import { smsWebhook } from "example-sms-webhook";
import { tanList } from "example-tan-list";
import { createMfa } from "express-mfa";
import { password } from "express-mfa/strategies";
import Keyv from "keyv";

const numbers = new Map([["anna", "+46701740642"]]);

export const start = (etcdUrl: string, gateway: string) =>
  createMfa({
    issuer: "Net2",
    url: "https://net2.example.com/mfa",
    secret: process.env.MFA_SECRET,
    storage: etcd(new Keyv({ store: new KeyvEtcd(etcdUrl), namespace: "mfa" })),
    strategies: [
      password(),
      tanList({ count: 20 }),
      smsWebhook({ url: gateway, numberOf: ({ username }) => numbers.get(username) }),
    ],
    initialPolicy: { strategies: ["tan-list", "sms-webhook"] },
  });
