// ---- citations: the quote beside the pointer, the words marked in the article, and the way back
// A citation's link says where it leads: #cite-<article>-<paragraph>-<start>-<end>[-<answer start>-<answer end>].
// The offsets count characters (code points) of the paragraph's text, half-open.

const PLACE = /^#cite-([0-9a-f]{16})-(\d+)-(\d+)-(\d+)(?:-(\d+)-(\d+))?$/;

let wanted = null; // a place whose article is on its way
let source = null; // the link that was followed last
let steps = 0; // how many places were gone to: so many "back" lead to where the reader was

function parsed(address) {
  const match = PLACE.exec(address);
  if (!match) return null;
  const [paragraph, start, end, from, to] = match.slice(2).map((digits) => (digits ? Number(digits) : null));
  return { article: match[1], paragraph, start, end, from, to };
}

/** The index in UTF-16 units of character number `count`. */
function unit(text, count) {
  let at = 0;
  for (let left = count; left > 0 && at < text.length; left--) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

function unmark() {
  for (const marked of document.querySelectorAll("#sheet .paragraph.cited")) {
    marked.classList.remove("cited");
    const text = marked.querySelector(".text");
    text.replaceChildren(text.textContent);
  }
}

function marked(text, place) {
  const [start, end] = [unit(text, place.start), unit(text, place.end)];
  const mark = document.createElement("mark");
  if (place.from === null || place.from < place.start || place.to > place.end) {
    mark.append(text.slice(start, end));
  } else {
    const [from, to] = [unit(text, place.from), unit(text, place.to)];
    const answer = document.createElement("strong");
    answer.append(text.slice(from, to));
    mark.append(text.slice(start, from), answer, text.slice(to, end));
  }
  return [text.slice(0, start), mark, text.slice(end)];
}

function point(place) {
  unmark();
  const paragraph = find(`#sheet [data-paragraph="${place.paragraph}"]`);
  const text = paragraph?.querySelector(".text");
  if (!text) return;
  text.replaceChildren(...marked(text.textContent, place));
  paragraph.classList.add("cited");
  text.querySelector("mark").scrollIntoView({ block: "center", behavior: "instant" });
  if (place.byKey) {
    text.tabIndex = -1;
    text.focus({ preventScroll: true });
  }
}

function goTo(place) {
  hidePeek();
  fold("article", false);
  turnToPane("article");
  document.body.toggleAttribute("data-followed", true);
  if (find("#sheet article")?.dataset.article === place.article) return point(place);
  wanted = place;
  move("show", { article: place.article });
}

function follow(link, byKey) {
  const address = link.getAttribute("href");
  const place = parsed(address);
  if (!place) return;
  for (const other of document.querySelectorAll("a.cite[aria-current]")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  source = link;
  steps += 1;
  history.pushState({ copydesk: steps, byKey }, "", address);
  goTo({ ...place, byKey });
}

/** Where the reader was before the first citation: at the answer. */
function home() {
  steps = 0;
  document.body.removeAttribute("data-followed");
  if (find("[data-pane-to=work]")?.offsetParent) turnToPane("work");
  unmark();
  if (!source?.isConnected) return;
  source.scrollIntoView({ block: "nearest", behavior: "instant" });
  source.focus({ preventScroll: true });
}

function back() {
  if (history.state?.copydesk && steps > 0) history.go(-steps);
  else home();
}

window.addEventListener(
  "popstate",
  (event) => {
    const place = parsed(location.hash);
    if (!event.state?.copydesk || !place) return home();
    steps = event.state.copydesk;
    goTo({ ...place, byKey: event.state.byKey });
  },
  { signal },
);

listen(
  "click",
  (event) => {
    const link = event.target.closest?.("a.cite");
    if (link) {
      event.preventDefault();
      event.stopPropagation();
      follow(link, event.detail === 0);
      return;
    }
    if (event.target.closest?.("#back")) back();
    const cell = event.target.closest?.("[data-turn-to]");
    if (cell) {
      const paragraph = find(`#sheet [data-paragraph="${cell.dataset.turnTo}"]`);
      paragraph?.scrollIntoView({ block: "center", behavior: "instant" });
    }
    const sentence = event.target.closest?.("a.sentence");
    if (sentence) {
      event.preventDefault();
      showEvidence(sentence.dataset.sentence);
    }
  },
  { capture: true },
);

function showEvidence(number) {
  for (const one of document.querySelectorAll("[data-evidence], a.sentence")) one.classList.remove("chosen");
  find(`a.sentence[data-sentence="${number}"]`)?.classList.add("chosen");
  const evidence = find(`[data-evidence="${number}"]`);
  evidence?.classList.add("chosen");
  evidence?.scrollIntoView({ block: "nearest", behavior: "instant" });
  evidence?.focus({ preventScroll: true });
}

// ---- the quote beside the pointer

function showPeek(link) {
  const peek = find("#peek");
  if (!peek || !link.dataset.quote) return;
  peek.querySelector(".peeked").textContent = `“${link.dataset.quote}”`;
  peek.querySelector(".source").textContent = link.dataset.source;
  peek.hidden = false;
  const at = link.getBoundingClientRect();
  const box = peek.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, innerWidth - box.width - 8));
  const above = at.top - box.height - 8;
  peek.style.left = `${left}px`;
  peek.style.top = `${above > 8 ? above : at.bottom + 8}px`;
}

function hidePeek() {
  const peek = find("#peek");
  if (peek) peek.hidden = true;
}

listen("pointerover", (event) => {
  const link = event.pointerType === "mouse" && event.target.closest?.("a.cite");
  if (link) showPeek(link);
  else hidePeek();
});
listen("focusin", (event) => {
  if (event.target.matches?.("a.cite:focus-visible")) showPeek(event.target);
  else hidePeek();
});
listen("scroll", hidePeek, { capture: true, passive: true });

// ---- another article has been put in the place of the last

whenDrawn(() => {
  let last = find("#sheet article").dataset.article;
  watch(find("#sheet"), () => {
    const shown = find("#sheet article")?.dataset.article;
    if (shown === last) return;
    last = shown;
    if (wanted?.article === shown) {
      point(wanted);
    } else {
      unmark();
      find("#sheet article").scrollTo({ top: 0, behavior: "instant" });
    }
    wanted = null;
  });
});
