// Makes a report interactive: filters, sensitivity, strips, the panel and the index of documents.
// The page's own marks are those of the result as it was scored; `update` draws them anew.

const SPREAD = 4; // log-odds from the middle of the slider to its ends

function attach(root) {
  const find = (selector) => root.querySelector(selector);
  const findAll = (selector) => [...root.querySelectorAll(selector)];
  const order = root.dataset.techniques.split(" ");
  const techniques = new Map(
    findAll(".legend input").map((input) => [
      input.value,
      { input, row: input.closest("li"), ...input.dataset },
    ]),
  );
  const slider = find(".sensitivity");
  const includeQuoted = find(".include-quoted");
  const panel = find(".panel");
  const index = find(".index");
  let documents = [];
  let selected = null;

  // Reads the documents that stand in the page; to be called when they change.
  function refresh() {
    documents = findAll(".document").map((element) => ({
      element,
      sentences: [...element.querySelectorAll(".sentence")].map((s) => readSentence(s, order)),
    }));
    select(null);
    route();
  }

  const shift = () => (-Number(slider.value) / 100) * SPREAD;
  const threshold = (id) => expit(logit(Number(techniques.get(id).input.dataset.threshold)) + shift());

  function isShown(sentence, id) {
    if (!techniques.get(id).input.checked) return false;
    if (!includeQuoted.checked && voiceOf(sentence, id) === "quoted") return false;
    return sentence.scores.get(id) >= threshold(id) || (shift() <= 0 && sentence.annotated.has(id));
  }

  function update() {
    for (const sentence of documents.flatMap((d) => d.sentences)) {
      sentence.found = order.filter((id) => isShown(sentence, id));
      sentence.found.sort((a, b) => sentence.scores.get(b) - sentence.scores.get(a));
      markSentence(sentence, techniques);
    }
    showCounts();
    showTallies();
    showSetting();
    const choose = (sentence) => select(sentence, { scroll: true });
    for (const shown of documents) if (!shown.element.hidden) drawStrip(shown, techniques, choose);
    if (index) drawIndex();
    if (selected) showSelected();
    tell("marked", documents);
  }

  // What stands around the report can listen: `marked` has its documents, `chosen` a sentence.
  function tell(event, detail) {
    root.dispatchEvent(new CustomEvent(event, { detail }));
  }

  function showCounts() {
    const shown = documents.filter(({ element }) => !element.hidden);
    const sentences = (shown.length ? shown : documents).flatMap((d) => d.sentences);
    const count = (id, voice) =>
      sentences.filter((s) => s.found.includes(id) && voiceOf(s, id) === voice).length;
    const counts = order.map((id) => [id, count(id, "author"), count(id, "quoted")]);
    const longest = Math.max(1, ...counts.map(([, author, quoted]) => author + quoted));
    for (const [id, author, quoted] of counts) {
      const { row } = techniques.get(id);
      row.classList.toggle("none", author + quoted === 0);
      row.querySelector(".count").textContent = author + quoted;
      row.querySelector(".author").setAttribute("width", (100 * author) / longest);
      row.querySelector(".others").setAttribute("x", (100 * author) / longest);
      row.querySelector(".others").setAttribute("width", (100 * quoted) / longest);
    }
  }

  function showTallies() {
    for (const { element, sentences } of documents) {
      const marked = sentences.filter((s) => s.found.length).length;
      const card = find(`.index [data-document="${element.id}"]`);
      for (const place of [element, card]) {
        if (place) place.querySelector(".marked-count").textContent = marked;
      }
    }
  }

  function showSetting() {
    const names = ["Fewer than scored", "As scored", "More than scored"];
    const used = order.filter((id) => techniques.get(id).input.checked).map(threshold);
    const [low, high] = [percent(Math.min(...used)), percent(Math.max(...used))];
    const range = low === high ? low : `${low} to ${high}, by technique`;
    const detail = used.length ? `marked from ${range}` : "no technique is ticked";
    const setting = `${names[Math.sign(Number(slider.value)) + 1]}: ${detail}`;
    find(".setting").textContent = setting;
    slider.setAttribute("aria-valuetext", setting);
    find(".reset").hidden = slider.value === "0";
  }

  function drawIndex() {
    const lanes = lanesOf(documents.flatMap((d) => d.sentences), techniques);
    for (const { element, sentences } of documents) {
      const multiple = find(`.index [data-document="${element.id}"] .multiple`);
      drawMultiple(multiple, sentences, lanes, techniques);
    }
  }

  function select(sentence, { scroll = false, focus = false } = {}) {
    if (selected) selected.element.removeAttribute("aria-current");
    selected = sentence;
    panel.classList.toggle("open", Boolean(sentence));
    find(".unchosen").hidden = Boolean(sentence);
    find(".chosen").hidden = !sentence;
    if (!sentence) return;
    sentence.element.setAttribute("aria-current", "true");
    showSelected();
    sentence.element.scrollIntoView({ block: scroll ? "center" : "nearest" });
    if (focus) find(".chosen h2").focus({ preventScroll: true });
  }

  function showSelected() {
    fillPanel(root, selected, techniques);
    find(".previous").disabled = !markedBeside("previous");
    find(".next").disabled = !markedBeside("next");
    tell("chosen", selected);
  }

  function markedBeside(side) {
    const { sentences } = documents.find((d) => d.sentences.includes(selected));
    const place = sentences.indexOf(selected);
    return side === "next"
      ? sentences.slice(place + 1).find((s) => s.found.length)
      : sentences.slice(0, place).findLast((s) => s.found.length);
  }

  function step(side) {
    const target = markedBeside(side);
    if (!target) return;
    const fromText = selected.element === document.activeElement;
    select(target, { scroll: true });
    if (fromText) target.element.focus({ preventScroll: true });
    else find(".status").textContent = `${find(".chosen h2").textContent}: ${target.tag.textContent}`;
  }

  function close() {
    const { element } = selected;
    select(null);
    if (element.hasAttribute("href")) element.focus({ preventScroll: true });
  }

  // With several documents, the address says which one is open.
  function route() {
    if (index) {
      const place = document.getElementById(location.hash.slice(1));
      const open = place?.closest(".document");
      index.hidden = Boolean(open);
      root.classList.toggle("indexing", !open);
      for (const { element } of documents) element.hidden = element !== open;
      select(null);
      if (open && place === open) open.scrollIntoView({ behavior: "instant" });
    }
    update();
  }

  function openForPrint(printing) {
    for (const details of findAll(".controls > details, .glossary > details")) {
      if (printing) details.dataset.open = details.open;
      details.open = printing || details.dataset.open === "true";
    }
  }

  root.addEventListener("click", (event) => {
    const element = event.target.closest(".sentence");
    if (!element) return;
    event.preventDefault();
    const sentence = documents.flatMap((d) => d.sentences).find((s) => s.element === element);
    select(sentence, { focus: element.hasAttribute("href") });
  });
  root.addEventListener("keydown", (event) => {
    if (!selected || !event.target.closest(".sentence, .panel")) return;
    if (event.key === "Escape") close();
    if (event.key === "ArrowRight") step("next");
    if (event.key === "ArrowLeft") step("previous");
  });
  for (const input of [...findAll(".legend input"), slider, includeQuoted]) {
    input.addEventListener("input", update);
  }
  find(".reset").addEventListener("click", () => {
    slider.value = 0;
    update();
    slider.focus();
  });
  find(".previous").addEventListener("click", () => step("previous"));
  find(".next").addEventListener("click", () => step("next"));
  find(".close").addEventListener("click", close);
  for (const event of ["scroll", "resize"]) {
    addEventListener(event, () => documents.forEach(({ element }) => showWindow(element)), {
      passive: true,
    });
  }
  addEventListener("hashchange", route);
  addEventListener("beforeprint", () => openForPrint(true));
  addEventListener("afterprint", () => openForPrint(false));

  root.classList.add("interactive");
  find(".controls fieldset").disabled = false;
  panel.hidden = false;
  if (matchMedia("(max-width: 48rem)").matches) find(".controls > details").open = false;
  refresh();
  return { refresh, update };
}

globalThis.rhetoric = { attach };
