// ---- the conversation: asking, stopping, editing, copying, exporting

let editing = null; // the turn whose question, or whose reading, stands in the box; null for a new question

const box = () => find("#question");

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, 160)}px`;
}

function write(text, turn, action) {
  editing = turn ? { turn, action } : null;
  turnToMode("ask");
  turnToPane("work");
  box().value = text;
  grow(box());
  box().focus();
  box().setSelectionRange(text.length, text.length);
  const words = { edit: "Ask instead", correct: "Ask it read so" };
  find("#ask .send").textContent = turn ? words[action] : "Ask";
}

function ask() {
  const question = box().value;
  if (editing) order(editing.action, { turn: editing.turn, question });
  else {
    order("ask", { question });
    showSent(question);
  }
  write("", null);
  if (matchMedia("(pointer: coarse)").matches) box().blur(); // or the keyboard would lie over the answer
}

/** The question stands in the conversation at once, however many others wait for the server. */
function showSent(question) {
  const talk = find("#talk .talk");
  if (!question.trim()) return;
  unsend();
  const turn = document.createElement("section");
  turn.className = "turn sent";
  const heading = document.createElement("h2");
  heading.className = "question";
  heading.dir = "auto";
  heading.textContent = question.length > 400 ? `${question.slice(0, 400)}…` : question;
  const said = document.createElement("div");
  said.className = "said pending";
  said.textContent = "Waiting for the desk …";
  turn.append(heading, said);
  talk.insertBefore(turn, talk.querySelector(":scope > .suggested"));
  talk.scrollTop = talk.scrollHeight;
}

function unsend() {
  for (const turn of document.querySelectorAll("#talk .sent")) turn.remove();
}

function values(form) {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
}

const SUBMITTED = {
  ask,
  summarise: (form) => order("summarise", values(form)),
  check: (form) => {
    document.body.removeAttribute("data-editing");
    order("check", values(form));
  },
  timeline: () => order("timeline"),
  compare: (form) => order("compare", values(form)),
  search: (form) => move("search", values(form)),
  collect: (form) => move("collect", values(form)),
  add: (form) => {
    bring("read", values(form));
    form.reset();
    document.body.removeAttribute("data-adding");
  },
  store: (form) => bring("store", { rows: candidates(form) }),
};

listen(
  "submit",
  (event) => {
    const act = SUBMITTED[event.target.dataset?.form];
    if (!act) return;
    event.preventDefault();
    act(event.target);
  },
  { capture: true },
);

const turnOf = (button) => button.closest("[data-turn]");

async function copy(button) {
  const text = turnOf(button).querySelector(".plain").textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea"); // where the page came without encryption from another machine
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = "Copy"), 1500);
}

const CLICKED = {
  suggested: (button) => {
    order("ask", { question: button.textContent });
    showSent(button.textContent);
  },
  retry: (button) => order("retry", { turn: Number(turnOf(button).dataset.turn) }),
  edit: (button) => write(turnOf(button).querySelector(".source-question")?.textContent ?? "", Number(turnOf(button).dataset.turn), "edit"),
  correct: (button) => write(turnOf(button).querySelector(".understood q").textContent, Number(turnOf(button).dataset.turn), "correct"),
  copy,
  "edit-draft": () => {
    document.body.toggleAttribute("data-editing", true);
    find("#draft").focus();
  },
  stop: () => move("stop"),
  clear: () => move("clear"),
  export: (button) => {
    take(button.dataset.kind);
    closeMenu();
  },
};

function closeMenu() {
  const menu = find("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
}

listen("click", (event) => {
  if (!event.target.closest?.("details.menu")) closeMenu();
  const button = event.target.closest?.("button[data-do]");
  (CLICKED[button?.dataset.do] ?? SHELVED[button?.dataset.do])?.(button);
});

listen("input", (event) => {
  if (event.target === box()) grow(box());
  if (event.target.id === "find") narrow(event.target.value);
});

listen("change", (event) => {
  if (event.target.id === "scope") move("scope", { scope: event.target.value });
  if (event.target.dataset?.do === "tick") {
    move("tick", { article: event.target.dataset.article, wanted: event.target.checked });
  }
});

// A new turn comes into view with its question on top; what is read further up stays where it is.
whenDrawn(() => {
  let turns = find("#talk .talk").dataset.turns;
  watch(find("#talk"), () => {
    const talk = find("#talk .talk");
    document.body.toggleAttribute("data-working", talk.dataset.working === "true");
    const latest = [...talk.querySelectorAll(".turn:not(.sent)")].at(-1);
    const isNew = talk.dataset.turns !== turns;
    turns = talk.dataset.turns;
    if (isNew) unsend();
    if (!latest) return;
    const room = talk.clientHeight;
    const bottom = talk.scrollHeight;
    if (isNew || talk.scrollTop + room >= latest.offsetTop) {
      talk.scrollTop = Math.min(latest.offsetTop, Math.max(talk.scrollTop, bottom - room));
    }
  });
});
