import { DeliveryError, type Strategy, sentCode } from "express-mfa/kit";

type Own = { readonly to: string };

/** A code to the chat account that goes by the operator's address. */
export function chatCode(post: (to: string, text: string) => Promise<void>): Strategy<"chat-code", Own> {
  return {
    id: "chat-code",
    stage: "second",
    factor: "possession",
    strength: 1,
    amr: [],
    messages: {
      en: { name: "Code by chat", prompt: "Enter the code sent to {to}.", start: "Send it", code: "Code" },
    },
    derive: ({ email }) => (email === undefined ? undefined : { to: email }),
    ...sentCode<Own>({
      to: ({ to }) => to,
      mask: (to) => `${to.slice(0, 1)}•••`,
      deliver: ({ issuer }, to, code) =>
        post(to, `${code} is your code for ${issuer}`).catch((cause: unknown) => {
          throw new DeliveryError(false, "the chat server did not take it", cause);
        }),
      expiresIn: 300,
    }),
  };
}
