// ---- the library: adding, correcting, ticking, finding

/** What the preview holds of each article that was read. */
function candidates(form) {
  return [...form.querySelectorAll("[data-candidate]")].map((row) => ({
    id: row.dataset.candidate,
    keep: row.querySelector("[name=keep]").checked,
    title: row.querySelector("[name=title]").value,
    byline: row.querySelector("[name=byline]").value,
    published: row.querySelector("[name=published]").value,
  }));
}

const files = () => find("input[type=file]");

function openAdd(isOpen) {
  document.body.toggleAttribute("data-adding", isOpen);
  find("#add-button").setAttribute("aria-expanded", isOpen);
  if (isOpen) find("#pasted").focus();
}

const SHELVED = {
  "toggle-add": () => openAdd(!document.body.hasAttribute("data-adding")),
  "open-add": () => {
    fold("library", false);
    turnToPane(narrowRoom.matches ? "library" : "work");
    openAdd(true);
  },
  files: () => files().click(),
  discard: () => move("discard"),
  "stop-adding": () => move("stop-adding"),
  "end-search": () => {
    find("#find").value = "";
    narrow("");
    move("search", { query: "" });
  },
  show: (button) => {
    move("show", { article: button.dataset.article });
    turnToPane("article");
  },
  remove: (button) => move("remove", { article: button.dataset.article }),
  "remove-ticked": () => move("remove-ticked"),
  untick: () => move("untick"),
  "ask-ticked": () => {
    move("ask-ticked");
    turnToPane("work");
    box().focus();
  },
  collection: (button) => move("collection", { name: button.dataset.name }),
};

/** Of the articles listed, show those whose line holds what is typed; Enter then searches all the text. */
function narrow(typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  for (const entry of document.querySelectorAll("#library .entries > li")) {
    const line = entry.textContent.toLowerCase();
    entry.hidden = !words.every((word) => line.includes(word));
  }
}

// What was pasted and could not be read stands in its box again, open.
let unread = ""; // such a text, once its box has been opened

whenDrawn(() => {
  watch(find("#library"), () => {
    const again = find("#pasted[data-again]")?.defaultValue ?? "";
    if (again && again !== unread) {
      document.body.toggleAttribute("data-adding", true);
      find("#add-button").setAttribute("aria-expanded", true);
    }
    unread = again;
  });
});

// Files may be dropped anywhere on the page.
listen("dragover", (event) => {
  if (event.dataTransfer?.types.includes("Files")) {
    event.preventDefault();
    document.body.toggleAttribute("data-dropping", true);
  }
});
listen("dragleave", (event) => {
  if (!event.relatedTarget) document.body.removeAttribute("data-dropping");
});
listen("drop", (event) => {
  document.body.removeAttribute("data-dropping");
  if (!event.dataTransfer?.files.length) return;
  event.preventDefault();
  files().files = event.dataTransfer.files;
  files().dispatchEvent(new Event("change", { bubbles: true }));
});
