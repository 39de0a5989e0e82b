import { type Request, Router } from "express";
import { wantsPage } from "./answers.js";
import { Doors } from "./doors.js";
import type { Events } from "./events.js";
import { nameOf } from "./operator-name.js";
import { doorPage, doorsPage } from "./pages/doors.js";
import { eventsPage } from "./pages/events.js";
import { peoplePage } from "./pages/people.js";
import { sitePage } from "./pages/site.js";
import { people } from "./people.js";

/** The product itself. Mounted behind `protect`, so somebody is signed in, always. */
export function net2Routes(events: Events): Router {
  const doors = new Doors();
  const router = Router();

  router.get("/", (req, res) => {
    res.send(sitePage(who(req), doors.all(Date.now()), events.recent(5), people.length));
  });
  router.get("/doors", (req, res) => {
    res.send(doorsPage(who(req), doors.all(Date.now())));
  });
  router.get("/doors/:id", (req, res, next) => {
    const door = doors.find(req.params.id, Date.now());
    if (door === undefined) next();
    else res.send(doorPage(who(req), door));
  });
  // Where a browser may be sent after a fresh proof: a post is not repeated for it, so there the button is again.
  router.get("/doors/:id/open", (req, res) => {
    res.redirect(303, `/net2/doors/${encodeURIComponent(req.params.id)}`);
  });
  router.get("/events", (req, res) => {
    res.send(eventsPage(who(req), events.recent(50)));
  });
  router.get("/people", (req, res) => {
    res.send(peoplePage(who(req), people));
  });
  router.get("/api/doors", (_req, res) => {
    res.json(doors.all(Date.now()));
  });

  router.post("/doors/:id/open", (req, res, next) => {
    const at = Date.now();
    const operator = who(req);
    const door = doors.open(req.params.id, operator, at);
    if (door === undefined) {
      next();
      return;
    }
    events.add({ at, what: `Door opened by ${operator}`, door: door.name, who: operator });
    if (wantsPage(req)) res.redirect(303, `/net2/doors/${door.id}`);
    else res.json(door);
  });
  return router;
}

function who(req: Request): string {
  const name = nameOf(req);
  if (name === undefined) throw new Error("/net2 is mounted without protect before it");
  return name;
}
