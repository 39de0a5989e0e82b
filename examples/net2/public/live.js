// New events appear at the top as they happen. Without a script, or without a socket, the page is as it was when it was loaded.
const table = document.querySelector("table[data-live] tbody");
const most = 50;
let wait = 1000;

/** Text only: what an event says is never markup. */
function rowOf(event) {
  const row = document.createElement("tr");
  for (const text of [event.time, event.what, event.door, event.who]) row.insertCell().textContent = text;
  return row;
}

function connect() {
  const socket = new WebSocket(new URL("/net2/live", location.href.replace(/^http/, "ws")));
  socket.addEventListener("open", () => {
    wait = 1000;
  });
  socket.addEventListener("message", ({ data }) => {
    table.prepend(rowOf(JSON.parse(data)));
    while (table.rows.length > most) table.lastElementChild.remove();
  });
  socket.addEventListener("close", ({ code }) => {
    // Signed out: the page behind it asks for the sign-in, and leads back here.
    if (code === 4401) location.reload();
    else {
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 30_000);
    }
  });
}

if (table !== null) connect();
