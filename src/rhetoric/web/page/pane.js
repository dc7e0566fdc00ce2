// A place for a text and its marks: the text is scored as it changes, and the latest answer wins.

import { ask } from "./ask.js";

const PAUSE = 150; // milliseconds without typing before a text is scored
const BINARY = /[\0\uFFFD]/;

// `options()` gives what to ask for; `shown` is called when other marks stand in the page.
export function createPane(root, place, { options, shown }) {
  const editor = root.querySelector(`.editor[data-place="${place}"]`);
  const output = root.querySelector(`.output[data-place="${place}"]`);
  const box = editor.querySelector("textarea");
  const file = editor.querySelector("input[type=file]");
  const state = editor.querySelector(".state");
  const largest = Number(root.dataset.largest);
  let timer = 0;
  let request = null;
  const pane = {
    place,
    output,
    scored: "", // the text that the marks in the page belong to
    techniques: [], // what it was scored for
    text: () => box.value.toWellFormed(),
    score,
    write(text) {
      box.value = text;
      box.setSelectionRange(0, 0);
      box.scrollTop = 0;
      score();
    },
    show(visible) {
      for (const element of [editor, output]) element.hidden = !visible;
    },
  };

  async function score() {
    clearTimeout(timer);
    request?.abort();
    const current = new AbortController();
    request = current;
    const text = pane.text();
    editor.querySelector(".clear").hidden = !text;
    state.textContent = "";
    if (!text.trim()) return replace("", "", []);
    try {
      const asked = options();
      const body = { ...asked, documents: [{ text }] };
      const answer = await ask(`page/document/${place}`, body, current.signal);
      const html = await answer.text();
      if (request === current) replace(html, text, asked.techniques);
    } catch (error) {
      if (request !== current) return;
      replace("", "", []);
      state.textContent = error.message;
    }
  }

  function replace(html, text, techniques) {
    output.querySelector(".shown").innerHTML = html; // escaped by the server
    output.querySelector(".empty").hidden = Boolean(html);
    output.querySelector(".document")?.setAttribute("aria-label", output.dataset.label);
    Object.assign(pane, { scored: text, techniques });
    shown(pane);
    if (html) state.textContent = `${words(text)} words, ${output.querySelector(".tally strong").textContent}`;
  }

  async function open(chosen) {
    if (!chosen) return;
    state.textContent = "";
    if (chosen.size > largest) {
      state.textContent = `${chosen.name} is too large for this page; use rhetoric score.`;
      return;
    }
    const text = await chosen.text();
    if (BINARY.test(text)) state.textContent = `${chosen.name} is not a text file in UTF-8.`;
    else pane.write(text);
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(score, PAUSE);
  });
  editor.querySelector(".clear").addEventListener("click", () => {
    pane.write("");
    box.focus();
  });
  editor.querySelector(".open").addEventListener("click", () => file.click());
  file.addEventListener("change", async () => {
    await open(file.files[0]);
    file.value = "";
  });
  for (const target of [editor, output]) acceptDrops(target, editor, open);
  return pane;
}

function words(text) {
  return text.trim().split(/\s+/).length.toLocaleString("en");
}

function acceptDrops(target, editor, open) {
  target.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    editor.classList.add("dropping");
  });
  target.addEventListener("dragleave", () => editor.classList.remove("dropping"));
  target.addEventListener("drop", (event) => {
    editor.classList.remove("dropping");
    if (!event.dataTransfer.files.length) return; // the browser itself drops marked text
    event.preventDefault();
    open(event.dataTransfer.files[0]);
  });
}
