// Runs once, where the example questions are drawn: a click on one asks it.

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) trigger("click", { question: button.textContent });
});
