// ---- the keyboard

const isTyping = (target) => target.matches?.("input, textarea, select, [contenteditable]");

function inBox(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    ask();
  } else if (event.key === "ArrowUp" && box().value === "") {
    const last = [...document.querySelectorAll("[data-do=edit]")].at(-1);
    if (last) {
      event.preventDefault();
      CLICKED.edit(last);
    }
  } else if (event.key === "Escape" && editing) {
    write("", null);
  }
}

listen("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    if (event.key === "Enter" && event.target.closest?.("form[data-form]")) event.target.form?.requestSubmit();
    return;
  }
  if (event.target === box()) return inBox(event);
  if (event.key === "Escape") {
    hidePeek();
    closeMenu();
    if (find("#article")?.contains(document.activeElement)) back();
  } else if (!isTyping(event.target) && event.key === "/") {
    event.preventDefault();
    turnToMode("ask");
    turnToPane("work");
    box().focus();
  }
});
