// Helps where scripts run; every page works without it.

const said = document.createElement("p");
said.className = "said";
said.setAttribute("role", "status");
document.body.append(said);

function say(text) {
  said.textContent = text;
}

// A wait runs down: `data-wait` seconds, told by `data-text`, over with `data-done`. A button of id `data-holds` waits too.
const relative = new Intl.RelativeTimeFormat(document.documentElement.lang || undefined);
for (const element of document.querySelectorAll("[data-wait]")) {
  const { wait, text, done, holds } = element.dataset;
  const end = Date.now() + Number(wait) * 1000;
  const held = holds && document.getElementById(holds);
  if (held) held.disabled = true;
  const tick = () => {
    const seconds = Math.ceil((end - Date.now()) / 1000);
    if (seconds > 90)
      element.textContent = text.replace("{when}", relative.format(Math.ceil(seconds / 60), "minute"));
    else if (seconds > 0) element.textContent = text.replace("{when}", relative.format(seconds, "second"));
    else {
      element.textContent = done;
      say(done);
      if (held) held.disabled = false;
      clearInterval(timer);
    }
  };
  const timer = setInterval(tick, 1000);
}

// How long a new password still has to be.
for (const hint of document.querySelectorAll("[data-least]")) {
  const input = document.getElementById(hint.dataset.of);
  input.addEventListener("input", () => {
    const missing = Number(hint.dataset.least) - [...input.value.normalize("NFC")].length;
    hint.hidden = input.value === "";
    hint.textContent =
      missing > 0 ? hint.dataset.text.replace("{count}", String(missing)) : hint.dataset.done;
  });
}

// The last digit of a code sends the form.
for (const input of document.querySelectorAll("[data-digits]")) {
  document.getElementById(`${input.id}-by-self`).hidden = false;
  input.addEventListener("input", () => {
    if (input.value.replace(/[\s-]/g, "").length === Number(input.dataset.digits)) input.form.requestSubmit();
  });
}

// A second click while the first is under way would spend a code that is good once. After a while it may be meant.
const patience = 8000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  for (const input of form.querySelectorAll("[data-shown]")) input.type = "password"; // for password managers
  if (Date.now() - Number(form.dataset.sent ?? 0) < patience) event.preventDefault();
  else form.dataset.sent = String(Date.now());
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent; // back from the next page
});

// Show or hide what is typed into a password field.
for (const button of document.querySelectorAll("[data-show]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const input = document.getElementById(button.dataset.show);
    input.type = input.type === "password" ? "text" : "password";
    input.toggleAttribute("data-shown", input.type === "text");
    [button.textContent, button.dataset.other] = [button.dataset.other, button.textContent];
  });
}

// Copy, where the browser lets us: it does on https and on this machine.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const copied = document.getElementById(button.dataset.copy).value;
    await navigator.clipboard.writeText(copied);
    button.textContent = button.dataset.done;
    say(button.dataset.done);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// What went well is told once: not again after a reload.
const address = new URL(location.href);
if (address.searchParams.has("done")) {
  address.searchParams.delete("done");
  history.replaceState(null, "", address);
}

// A file is read here, into the field of id `data-file`. What a spreadsheet saved in an old code page is not lost.
for (const block of document.querySelectorAll("[data-file]")) {
  const field = document.getElementById(block.dataset.file);
  block.hidden = false;
  block.querySelector("input").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    const bytes = await file.arrayBuffer();
    try {
      field.value = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      field.value = new TextDecoder("windows-1252").decode(bytes);
    }
  });
}

// An import that is under way: how far it is, and the page anew when it is over.
for (const bar of document.querySelectorAll("[data-poll]")) {
  const look = async () => {
    const answer = await fetch(bar.dataset.poll, { headers: { Accept: "application/json" } });
    if (answer.status >= 500) return; // the server is away, and the import goes on when it is back
    const { progress } = answer.ok ? await answer.json() : {};
    if (progress?.state !== "preparing" && progress?.state !== "committed") location.reload();
    else bar.value = progress.done;
  };
  setInterval(() => look().catch(() => {}), 1000); // the network is away: the next one may work
}
