// ---- what the server refuses is said in plain words, and what was typed stands where it was typed

const REFUSED = {
  0: "Copydesk cannot be reached. What you typed is kept: try again once it is back.",
  413: "That is too much at once: files of up to 8 MB are read.",
  503: "Copydesk is busy. What you typed is kept: try again in a moment.",
};
const OTHERWISE = "Copydesk did not take this. What you typed is kept: reload the page and try again.";

function refuse(status, { do: action, ...data }) {
  find("#refused p").textContent = REFUSED[status] ?? OTHERWISE;
  find("#refused").hidden = false;
  unsend();
  document.body.toggleAttribute("data-refused", true); // the framework's own words for it are not shown as well
  if (action === "ask" && !box().value) write(data.question, null);
  else if ((action === "edit" || action === "correct") && !box().value) write(data.question, data.turn, action);
  else if (action === "check") document.body.toggleAttribute("data-editing", true);
  else if (action === "read") {
    document.body.toggleAttribute("data-adding", true);
    find("#pasted").value = data.text;
  }
}

function hideRefusal() {
  find("#refused").hidden = true;
}

function taken() {
  hideRefusal();
  document.body.removeAttribute("data-refused");
}

const fetched = window.copydeskFetch ?? window.fetch.bind(window); // not what an earlier run of this script put there
window.copydeskFetch = fetched;

/** Requests as ever; but of an action that the server does not take, the visitor is told. */
window.fetch = async (input, options) => {
  if (!/\/(queue\/join|upload)\b/.test(input?.url ?? input)) return fetched(input, options);
  const action = typeof options?.body === "string" ? (JSON.parse(options.body).event_data ?? {}) : {};
  try {
    const response = await fetched(input, options);
    response.ok ? taken() : refuse(response.status, action);
    return response;
  } catch (error) {
    refuse(0, action);
    throw error;
  }
};

CLICKED["hide-refusal"] = hideRefusal;
