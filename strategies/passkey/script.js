// Ties the forms of this strategy to `navigator.credentials`, by the library that stands before this in the same module.
const { browserSupportsWebAuthn, browserSupportsWebAuthnAutofill, startAuthentication, startRegistration } =
  globalThis.SimpleWebAuthnBrowser;

// A challenge that is about to be too old is fetched anew.
const spare = 30_000;

for (const form of document.querySelectorAll('form[data-strategy="passkey"]')) tie(form);

function tie(form) {
  const words = JSON.parse(form.dataset.words);
  const { again, expires } = form.dataset;
  const [button] = form.querySelectorAll("button[type=submit]");
  const note = document.createElement("p");
  note.className = "error";
  note.setAttribute("role", "alert");
  let given = JSON.parse(form.dataset.given);
  let good = Date.now() + Number(expires ?? 0) * 1000 - spare;

  const say = (text) => {
    note.textContent = text;
    if (!note.isConnected) button.before(note);
  };
  if (!browserSupportsWebAuthn()) {
    // On a sign-in page it is one way of several, and nobody has asked for it.
    if (again === undefined) say(words.unsupported);
    return;
  }
  button.hidden = false;

  const options = async () => {
    if (again !== undefined && Date.now() >= good) await renew();
    return given.options;
  };
  const renew = async () => {
    const answer = await fetch(again, { headers: { Accept: "application/json" } });
    const { passwordless = [] } = await answer.json();
    const mine = passwordless.find(({ strategy }) => strategy === form.dataset.strategy);
    if (mine === undefined) return;
    given = mine.data;
    form.elements.ticket.value = mine.ticket;
    good = Date.now() + mine.expiresIn * 1000 - spare;
  };
  const send = (response) => {
    form.elements.response.value = JSON.stringify(response);
    form.requestSubmit();
  };

  form.addEventListener("submit", async (event) => {
    if (form.elements.response.value !== "") return;
    // Not sent yet: what waits for a form that was sent must not see this one.
    event.preventDefault();
    event.stopPropagation();
    button.disabled = true;
    note.remove();
    try {
      const optionsJSON = await options();
      const run = optionsJSON.user === undefined ? startAuthentication : startRegistration;
      send(await run({ optionsJSON }));
    } catch (error) {
      say(reasonOf(error, words));
      offer();
    } finally {
      button.disabled = false;
    }
  });
  // Back from the next page: an answer is good once.
  addEventListener("pageshow", () => {
    form.elements.response.value = "";
  });

  // In the list that the field of the user name opens, beside the names that the browser knows.
  const offer = async () => {
    if (again === undefined || !(await browserSupportsWebAuthnAutofill())) return;
    if (document.querySelector('input[autocomplete$="webauthn"]') === null) return;
    try {
      send(await startAuthentication({ optionsJSON: await options(), useBrowserAutofill: true }));
    } catch {
      // The button was pressed meanwhile, or nothing was picked.
    }
  };
  const keepOffering = () => {
    offer();
    setTimeout(keepOffering, Math.max(good - Date.now(), spare));
  };
  if (again !== undefined) keepOffering();
}

function reasonOf(error, words) {
  if (error.name === "NotAllowedError" || error.name === "AbortError") return words.cancelled;
  if (error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED") return words.known;
  return `${words.failed} ${error.message}`;
}
