// "Salin": puts an item's plain text, or a feed's address, on the clipboard. Without this script the
// buttons stay hidden, and the link beside each shows the same.

async function wordsOf(button) {
  if (button.dataset.words) return button.dataset.words;
  const answer = await fetch(button.dataset.copy);
  return answer.text();
}

for (const button of document.querySelectorAll("[data-copy], [data-words]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  const label = button.querySelector("span");
  const before = label.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(await wordsOf(button));
    label.textContent = button.dataset.done;
    setTimeout(() => (label.textContent = before), 2000);
  });
}
