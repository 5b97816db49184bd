// ---- what the server draws anew takes the place of what had the focus: whoever uses the keyboard goes on where they were

const OTHERWISE_AT = { library: "#find", talk: "#question", "scope-part": "#scope", views: "[data-mode-to][aria-pressed=true]" }; // where it is gone
const NAMING = ["data-do", "data-article", "data-kind", "data-name", "data-candidate", "href", "name"];

let focused = null; // the part, and how to find the element in it

/** A selector of the element among those of the page. */
function named(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const around = element.closest("[data-turn], [data-candidate]");
  const name = around?.hasAttribute("data-turn") ? "data-turn" : "data-candidate";
  const within = around ? `[${name}="${CSS.escape(around.getAttribute(name))}"] ` : "";
  const attributes = NAMING.filter((one) => element.hasAttribute(one));
  return within + element.localName + attributes.map((one) => `[${one}="${CSS.escape(element.getAttribute(one))}"]`).join("");
}

listen("focusin", (event) => {
  const part = event.target.closest("#library, #scope-part, #talk, #views");
  focused = part && event.target.matches(":focus-visible") ? { part: part.id, element: event.target, selector: named(event.target) } : null;
});

whenDrawn(() => {
  for (const part of document.querySelectorAll("#library, #scope-part, #talk, #views")) {
    watch(part, () => {
      if (focused?.part !== part.id || focused.element.isConnected || document.activeElement !== document.body) return;
      const next = part.querySelector(focused.selector) ?? find(OTHERWISE_AT[part.id]);
      next?.focus({ preventScroll: true });
    });
  }
});
