/** An app signs in by JSON and keeps the bearer token; each answer may bring a new one. */
export async function signIn(base: string, ask: (question: string) => Promise<string>, device?: string) {
  let token: string | undefined;
  const post = async (path: string, body: object) => {
    const response = await fetch(new URL(`/mfa${path}`, base), {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${answer.code}: ${answer.title}`); // ERR_MFA_APP_VERSION: update the app
    token = answer.token ?? token;
    return answer;
  };
  const [username, password] = [await ask("User name"), await ask("Password")];
  const app = { client: "app", clientName: "Net2 Connect", clientVersion: "4.1", ...(device && { device }) };
  let view = await post("/sign-in", { username, password, ...app });
  if (view.state === "challenge") {
    if (view.strategy === "email-otp") await post("/challenge/email-otp", {}); // sends the code
    const code = await ask(`Code (${view.strategy})`);
    view = await post(`/challenge/${view.strategy}/verify`, { code, trust: true });
  }
  return { token, device: view.device ?? device }; // `device` goes into the keystore: a trusted app is asked for the password alone
}
