// Runs once, where the masthead is drawn: `element` holds it, `trigger` calls the server. The parts follow one another
// in one script: page.js, cite.js, talk.js, library.js, refused.js, keys.js, focus.js, strip.js. All of them listen on the document, so that what the
// server draws anew needs no wiring.

window.copydesk?.abort(); // the page was drawn anew: the listeners of the last time go
window.copydesk = new AbortController();
const { signal } = window.copydesk;
const listen = (kind, listener, options = {}) => document.addEventListener(kind, listener, { signal, ...options });
const find = (selector) => document.querySelector(selector);

// The visit goes along: whoever comes back to an old window finds it, though the server has forgotten the window.
const sent = (action, data) => ({ do: action, visit: kept.get("visit") ?? "", ...data });
const order = (action, data = {}) => trigger("order", sent(action, data)); // what takes models
const move = (action, data = {}) => trigger("move", sent(action, data)); // what takes no time
const bring = (action, data = {}) => trigger("bring", sent(action, data)); // what adds articles
const take = (kind) => trigger("take", sent("take", { kind })); // what becomes a file

// ---- modes, panels and light: they belong to the browser, and a reload keeps them

const kept = {
  get: (name) => sessionStorage.getItem(`copydesk-${name}`),
  set: (name, value) => sessionStorage.setItem(`copydesk-${name}`, value),
};

function press(selector, isPressed) {
  for (const button of document.querySelectorAll(selector)) button.setAttribute("aria-pressed", isPressed(button));
}

function turnToMode(mode) {
  const known = find(`[data-mode-to="${mode}"]`) ? mode : "ask";
  document.body.dataset.mode = known;
  find(`[data-mode-to="${known}"]`).scrollIntoView({ block: "nearest", inline: "nearest" });
  kept.set("mode", known);
  press("[data-mode-to]", (button) => button.dataset.modeTo === known);
}

const narrowRoom = matchMedia("(max-width: 1180px)"); // there the library takes the place of the desk, and gives it back

function pressFolds() {
  const isShown = (panel) => !document.body.hasAttribute(`data-no-${panel}`);
  const inPlace = document.body.dataset.pane === "library";
  press("[data-fold=library]", () => (narrowRoom.matches ? inPlace : isShown("library")));
  press("[data-fold=article]", () => isShown("article"));
}

narrowRoom.addEventListener("change", pressFolds, { signal });

function turnToPane(pane) {
  document.body.dataset.pane = pane;
  press("[data-pane-to]", (button) => button.dataset.paneTo === pane);
  pressFolds();
}

function fold(panel, folded) {
  document.body.toggleAttribute(`data-no-${panel}`, folded);
  kept.set(`no-${panel}`, folded ? "1" : "");
  pressFolds();
}

function foldOrTurn(button) {
  const isPressed = button.getAttribute("aria-pressed") === "true";
  if (narrowRoom.matches && button.dataset.fold === "library") turnToPane(isPressed ? "work" : "library");
  else fold(button.dataset.fold, isPressed);
}

function light(dark) {
  document.body.classList.toggle("dark", dark);
  kept.set("dark", dark ? "1" : "0");
}

listen("click", (event) => {
  const button = event.target.closest?.("button");
  if (!button) return;
  if (button.dataset.modeTo) {
    turnToMode(button.dataset.modeTo);
    turnToPane("work");
  } else if (button.dataset.paneTo) turnToPane(button.dataset.paneTo);
  else if (button.dataset.fold) foldOrTurn(button);
  else if (button.dataset.do === "light") light(!document.body.classList.contains("dark"));
});

function begin() {
  turnToMode(kept.get("mode") ?? "ask");
  turnToPane("work");
  for (const panel of ["library", "article"]) {
    if (kept.get(`no-${panel}`)) fold(panel, true);
  }
  if (kept.get("dark")) light(kept.get("dark") === "1");
  const visit = kept.get("visit");
  if (visit) trigger("arrive", sent("arrive", {}));
}

// The server names the visit once there is one: a secret of this window, by which a reload finds it again.
const whose = () => find("#scope-bar")?.dataset.visit;
let first = null;

function noteVisit() {
  first ??= whose(); // of the page as served: nobody's
  if (whose() && whose() !== first) kept.set("visit", whose());
}

/** Calls back whenever the server has drawn something in a part of the page. */
function watch(part, callback) {
  const watcher = new MutationObserver(callback);
  watcher.observe(part, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-article", "data-turns", "data-visit", "data-serial"], characterData: true });
  signal.addEventListener("abort", () => watcher.disconnect());
}

/** Calls back once the parts of the page are there: the masthead is drawn before them. */
function whenDrawn(callback) {
  if (signal.aborted) return;
  if (find("#outbox") && find("#talk .talk") && find("#sheet article")) callback();
  else requestAnimationFrame(() => whenDrawn(callback));
}

whenDrawn(() => {
  noteVisit();
  watch(find("#scope-part"), noteVisit);
  watch(find("#outbox"), () => {
    const file = find("#outbox a.file");
    if (file && file.dataset.serial !== kept.get("file")) {
      kept.set("file", file.dataset.serial);
      file.click();
    }
  });
  begin();
});
