// Runs once, where the article is drawn: `element` holds it, `trigger` calls the server.
// A citation's link says where it leads: #cite-<article>-<paragraph>-<start>-<end>[-<answer start>-<answer end>].
// The offsets count characters (code points) of the paragraph's text, half-open.

const PLACE = /^#cite-([0-9a-f]{16})-(\d+)-(\d+)-(\d+)(?:-(\d+)-(\d+))?$/;

window.copydesk?.abort(); // the article was drawn anew: the listeners of the last time go
window.copydesk = new AbortController();
const { signal } = window.copydesk;

let wanted = null; // a citation whose article is on its way
let source = null; // the link that was followed last

function parsed(link) {
  const match = PLACE.exec(link.getAttribute("href"));
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
  for (const marked of element.querySelectorAll(".paragraph.cited")) {
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
  const paragraph = element.querySelector(`[data-paragraph="${place.paragraph}"]`);
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

function back() {
  if (!source?.isConnected) return;
  source.scrollIntoView({ block: "center", behavior: "instant" });
  source.focus({ preventScroll: true });
}

function follow(link, byKey) {
  const place = parsed(link);
  if (!place) return;
  for (const other of document.querySelectorAll("a.cite[aria-current]")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  source = link;
  const shown = element.querySelector("article")?.dataset.article;
  if (shown === place.article) return point({ ...place, byKey });
  wanted = { ...place, byKey };
  trigger("click", { article: place.article });
}

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("a.cite");
    if (link) {
      event.preventDefault();
      event.stopPropagation();
      follow(link, event.detail === 0);
    } else if (event.target.closest?.("#back")) {
      back();
    }
  },
  { capture: true, signal },
);

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Escape" && element.contains(document.activeElement)) back();
  },
  { signal },
);

// Another article has been put in the place of the last.
let last = element.querySelector("article")?.dataset.article;
const watcher = new MutationObserver(() => {
  const shown = element.querySelector("article")?.dataset.article;
  if (shown === last) return;
  last = shown;
  if (wanted?.article === shown) {
    point(wanted);
  } else {
    unmark();
    element.closest("#sheet")?.scrollTo({ top: 0, behavior: "instant" });
  }
  wanted = null;
});
watcher.observe(element, { subtree: true, childList: true, attributeFilter: ["data-article"] });
signal.addEventListener("abort", () => watcher.disconnect());

// gradio labels each message with its own source text, drops the labels inside, and follows the talk only
// where it was read to its end: put all three right.
let said = 0;

function tend(talk) {
  for (const message of talk.querySelectorAll("[data-testid][aria-label]")) message.removeAttribute("aria-label");
  for (const link of talk.querySelectorAll("a.cite:not([aria-label])")) link.setAttribute("aria-label", link.title);
  const messages = talk.querySelectorAll(".question, .reply, .said");
  const latest = messages[messages.length - 1];
  if (messages.length > said || latest?.matches(".reply, .error")) {
    const scroller = talk.querySelector("[role=log]");
    for (const box of [talk, scroller]) box.scrollTop = box.scrollHeight;
  }
  said = messages.length;
}

function start() {
  const talk = document.getElementById("talk");
  if (signal.aborted) return;
  if (!talk) return requestAnimationFrame(start); // the article is drawn before the page is put together
  const listener = new MutationObserver(() => tend(talk));
  listener.observe(talk, { subtree: true, childList: true });
  // On a phone the article is far below the talk: offer the way back while the talk is out of sight.
  const sight = new IntersectionObserver(([entry]) => {
    document.body.classList.toggle("away", source !== null && !entry.isIntersecting);
  });
  sight.observe(talk);
  signal.addEventListener("abort", () => [listener, sight].forEach((each) => each.disconnect()));
  tend(talk);
}

start();
