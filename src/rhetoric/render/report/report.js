"use strict";

// Makes a report interactive: filters, sensitivity, strips, the panel and the index of documents.
// The page's static marks are those of the result as it was scored; `update` draws them anew.
(() => {
  const SPREAD = 4; // log-odds from the middle of the slider to its ends
  const LANE = 10; // width of a technique's lane, in units of the drawing
  const LENGTH = 1000; // length of a document, in units of the drawing
  const SHORTEST = 6; // of a mark in a strip
  const SVG = "http://www.w3.org/2000/svg";

  const logit = (p) => Math.log(p / (1 - p));
  const expit = (x) => 1 / (1 + Math.exp(-x));

  function percent(p) {
    if (p < 0.01) return "under 1%";
    return p >= 0.995 ? "over 99%" : `${Math.floor(100 * p + 0.5)}%`;
  }

  function svgElement(name, attributes) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  const entries = (list) => (list ? list.split(" ").map((entry) => entry.split(":")) : []);

  function readSentence(element, order) {
    const scores = element.dataset.scores.split(" ");
    return {
      element,
      tag: element.querySelector(".tag"),
      scores: new Map(order.map((name, i) => [name, scores[i] === "-" ? NaN : Number(scores[i])])),
      annotated: new Map(entries(element.dataset.annotated)),
      evidence: [...element.querySelectorAll(".evidence")].map((words) => ({
        words,
        levels: entries(words.dataset.evidence),
      })),
      start: Number(element.dataset.start),
      end: Number(element.dataset.end),
      found: [],
    };
  }

  function attach(root) {
    const find = (selector) => root.querySelector(selector);
    const findAll = (selector) => [...root.querySelectorAll(selector)];
    const order = root.dataset.techniques.split(" ");
    const boxes = findAll(".legend input");
    const box = new Map(boxes.map((input) => [input.value, input]));
    const slider = find(".sensitivity");
    const includeQuoted = find(".include-quoted");
    const panel = find(".panel");
    const index = find(".index");
    let documents = [];
    let selected = null;

    function refresh() {
      documents = findAll(".document").map((element) => ({
        element,
        sentences: [...element.querySelectorAll(".sentence")].map((s) => readSentence(s, order)),
      }));
      selected = null;
      route();
    }

    // What is shown

    const shift = () => (-Number(slider.value) / 100) * SPREAD;
    const threshold = (name) => expit(logit(Number(box.get(name).dataset.threshold)) + shift());
    const voice = (s, name) => s.annotated.get(name) ?? s.element.dataset.voice;

    function isShown(s, name) {
      if (!box.get(name).checked) return false;
      if (voice(s, name) === "quoted" && !includeQuoted.checked) return false;
      const likely = s.scores.get(name) >= threshold(name);
      return likely || (s.annotated.has(name) && shift() <= 0);
    }

    function update() {
      for (const { sentences } of documents) sentences.forEach(mark);
      showNotes();
      showCounts();
      showSetting();
      documents.forEach(drawStrip);
      drawIndex();
      if (selected) fillPanel();
    }

    function mark(s) {
      s.found = order.filter((name) => isShown(s, name));
      s.found.sort((a, b) => s.scores.get(b) - s.scores.get(a));
      const [top] = s.found;
      const quoted = top && voice(s, top) === "quoted";
      s.element.className = `sentence${top ? ` marked t-${top}` : ""}${quoted ? " quoted" : ""}`;
      s.tag.hidden = !top;
      if (top) {
        s.element.setAttribute("href", `#n-${s.element.id}`);
        const more = s.found.length > 1 ? ` · ${s.found.length - 1} more` : "";
        const name = box.get(top).dataset.name;
        s.tag.textContent = `${name} ${percent(s.scores.get(top))}${more}${quoted ? " · quoted" : ""}`;
      } else {
        s.element.removeAttribute("href");
        s.tag.textContent = "";
      }
      for (const { words, levels } of s.evidence) {
        const drawn = levels
          .filter(([name]) => s.found.includes(name))
          .reduce((best, entry) => (best && best[1] >= entry[1] ? best : entry), null);
        words.className = drawn ? `evidence t-${drawn[0]} w${drawn[1]}` : "evidence";
      }
    }

    function showNotes() {
      for (const { sentences } of documents) {
        for (const s of sentences) {
          const note = noteOf(s);
          if (!note) continue;
          for (const finding of note.querySelectorAll(".finding")) {
            finding.hidden = !s.found.includes(finding.dataset.technique);
          }
          note.hidden = !note.querySelector(".finding:not([hidden])");
        }
      }
    }

    const noteOf = (s) => root.querySelector(`#n-${CSS.escape(s.element.id)}`);

    function showCounts() {
      const shown = documents.filter(({ element }) => !element.hidden);
      const sentences = (shown.length ? shown : documents).flatMap((d) => d.sentences);
      const count = (name, whose) =>
        sentences.filter((s) => s.found.includes(name) && voice(s, name) === whose).length;
      const counts = new Map(order.map((name) => [name, [count(name, "author"), count(name, "quoted")]]));
      const longest = Math.max(1, ...[...counts.values()].map(([author, quoted]) => author + quoted));
      for (const input of boxes) {
        const [author, quoted] = counts.get(input.value);
        const row = input.closest("li");
        row.classList.toggle("none", author + quoted === 0);
        row.querySelector(".count").textContent = author + quoted;
        row.querySelector(".author").setAttribute("width", (100 * author) / longest);
        row.querySelector(".others").setAttribute("x", (100 * author) / longest);
        row.querySelector(".others").setAttribute("width", (100 * quoted) / longest);
      }
      for (const { element, sentences } of documents) {
        const marked = sentences.filter((s) => s.found.length).length;
        const card = index?.querySelector(`[data-document="${element.id}"]`);
        for (const place of [element, card]) {
          if (place) place.querySelector(".marked-count").textContent = marked;
        }
      }
    }

    function showSetting() {
      const ticked = boxes.filter((input) => input.checked).map((input) => threshold(input.value));
      const low = Math.min(...ticked);
      const high = Math.max(...ticked);
      const range = percent(low) === percent(high) ? percent(low) : `${percent(low)} to ${percent(high)}`;
      const name = { 0: "As scored", 1: "More than scored", [-1]: "Fewer than scored" }[
        Math.sign(Number(slider.value))
      ];
      const detail = ticked.length ? `: marked from ${range}, by technique` : ": no technique is ticked";
      find(".setting").textContent = name + detail;
      slider.setAttribute("aria-valuetext", name + detail);
      find(".reset").hidden = slider.value === "0";
    }

    // Strips

    function lanesOf(sentences) {
      return boxes.map((input) => input.value).filter((name) => sentences.some((s) => s.found.includes(name)));
    }

    const swatchOf = (name) => box.get(name).closest("li").querySelector(".swatch").cloneNode(true);

    function marksOf(sentences, lanes) {
      const total = sentences.at(-1)?.end ?? 1;
      return sentences.flatMap((s) =>
        s.found.map((name) => ({
          s,
          name,
          lane: lanes.indexOf(name) * LANE,
          from: Math.min((LENGTH * s.start) / total, LENGTH - SHORTEST),
          length: Math.max(SHORTEST, (LENGTH * (s.end - s.start)) / total),
        })),
      );
    }

    function drawStrip({ element, sentences }) {
      const strip = element.querySelector(".strip");
      const svg = strip.querySelector("svg");
      const lanes = lanesOf(sentences);
      strip.hidden = !lanes.length;
      strip.querySelector(".lanes").replaceChildren(...lanes.map(swatchOf));
      svg.setAttribute("viewBox", `0 0 ${lanes.length * LANE} ${LENGTH}`);
      svg.setAttribute("preserveAspectRatio", "none");
      strip.style.setProperty("--lanes", lanes.length);
      const counts = lanes.map(
        (name) => `${box.get(name).dataset.name} ${sentences.filter((s) => s.found.includes(name)).length}`,
      );
      svg.setAttribute("aria-label", `Where in the text the marked sentences stand: ${counts.join(", ")}`);
      const window_ = svgElement("rect", { class: "window", x: 0, width: lanes.length * LANE });
      svg.replaceChildren(window_);
      for (const { s, name, lane, from, length } of marksOf(sentences, lanes)) {
        const tick = svgElement("rect", {
          class: `tick t-${name}`, x: lane + 1, y: from, width: LANE - 2, height: length,
        });
        const title = svgElement("title", {});
        title.textContent = `${box.get(name).dataset.name} ${percent(s.scores.get(name))}`;
        tick.append(title);
        tick.addEventListener("click", () => select(s, { scroll: true }));
        svg.append(tick);
      }
      showWindow();
    }

    // Where the reader is, drawn in the strip of the document that is open.
    function showWindow() {
      for (const { element } of documents) {
        const text = element.querySelector(".text").getBoundingClientRect();
        const rectangle = element.querySelector(".window");
        if (element.hidden || !rectangle || !text.height) continue;
        const from = Math.max(0, -text.top / text.height);
        const to = Math.min(1, (innerHeight - text.top) / text.height);
        rectangle.setAttribute("y", from * LENGTH);
        rectangle.setAttribute("height", Math.max(0, to - from) * LENGTH);
      }
    }

    function drawIndex() {
      if (!index) return;
      const lanes = lanesOf(documents.flatMap((d) => d.sentences));
      for (const { element, sentences } of documents) {
        const multiple = index.querySelector(`[data-document="${element.id}"] .multiple`);
        const svg = multiple.querySelector("svg");
        multiple.style.setProperty("--lanes", Math.max(1, lanes.length));
        multiple.querySelector(".lanes").replaceChildren(...lanes.map(swatchOf));
        svg.setAttribute("viewBox", `0 0 ${LENGTH} ${Math.max(1, lanes.length) * LANE}`);
        svg.setAttribute("preserveAspectRatio", "none");
        svg.replaceChildren(
          ...lanes.map((name, i) =>
            svgElement("rect", { class: "lane", x: 0, y: i * LANE + 1, width: LENGTH, height: LANE - 2 }),
          ),
          ...marksOf(sentences, lanes).map(({ name, lane, from, length }) =>
            svgElement("rect", { class: `tick t-${name}`, x: from, y: lane + 1, width: length, height: LANE - 2 }),
          ),
        );
      }
    }

    // The panel

    function select(s, { scroll = false, focus = false } = {}) {
      if (selected) selected.element.removeAttribute("aria-current");
      selected = s;
      panel.classList.toggle("open", Boolean(s));
      find(".unchosen").hidden = Boolean(s);
      find(".chosen").hidden = !s;
      if (!s) return;
      s.element.setAttribute("aria-current", "true");
      fillPanel();
      s.element.scrollIntoView({ block: scroll ? "center" : "nearest" });
      if (focus) find(".chosen h2").focus({ preventScroll: true });
    }

    function fillPanel() {
      const s = selected;
      const total = s.element.closest(".document").querySelectorAll(".sentence, .unscored").length;
      find(".chosen h2").textContent = `Sentence ${s.element.dataset.number} of ${total}`;
      find(".chosen blockquote").replaceChildren(s.element.querySelector("bdi").cloneNode(true));
      find(".findings").replaceChildren(
        ...(s.found.length ? s.found.map((name) => findingOf(s, name)) : [nothingFound()]),
      );
      find(".all tbody").replaceChildren(
        ...[...s.scores].filter(([, p]) => p >= 0).sort((a, b) => b[1] - a[1]).map(([name, p]) => {
          const row = document.createElement("tr");
          row.insertCell().textContent = box.get(name).dataset.name;
          row.insertCell().textContent = percent(p);
          return row;
        }),
      );
      const marked = markedAround(s);
      find(".previous").disabled = !marked.before;
      find(".next").disabled = !marked.after;
    }

    function nothingFound() {
      const line = document.createElement("p");
      line.textContent = "Nothing in this sentence is marked at this setting.";
      return line;
    }

    function findingOf(s, name) {
      const kept = noteOf(s)?.querySelector(`.finding[data-technique="${name}"]`);
      if (kept) return kept.cloneNode(true);
      const finding = find("template.below").content.cloneNode(true).firstElementChild;
      const { name: title, definition } = box.get(name).dataset;
      finding.classList.add(`t-${name}`);
      finding.querySelector(".name").textContent = title;
      finding.querySelector(".percent").textContent = percent(s.scores.get(name));
      finding.querySelector("rect").setAttribute("width", 100 * s.scores.get(name));
      finding.querySelector(".definition").textContent = `The sentence ${definition}.`;
      return finding;
    }

    function markedAround(s) {
      const { sentences } = documents.find((d) => d.sentences.includes(s));
      const place = sentences.indexOf(s);
      return {
        before: sentences.slice(0, place).findLast((other) => other.found.length),
        after: sentences.slice(place + 1).find((other) => other.found.length),
      };
    }

    function step(direction, focus) {
      const target = selected && markedAround(selected)[direction];
      if (!target) return;
      select(target, { scroll: true });
      if (focus) target.element.focus({ preventScroll: true });
    }

    function close() {
      const last = selected;
      select(null);
      if (last?.element.hasAttribute("href")) last.element.focus({ preventScroll: true });
    }

    // One document at a time, by the address

    function route() {
      if (index) {
        const place = root.querySelector(location.hash.length > 1 ? `#${CSS.escape(location.hash.slice(1))}` : null);
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
      for (const details of findAll(".controls, .glossary > details")) {
        if (printing) details.dataset.open = details.open;
        details.open = printing || details.dataset.open === "true";
      }
    }

    root.addEventListener("click", (event) => {
      const element = event.target.closest(".sentence");
      if (!element) return;
      event.preventDefault();
      const s = documents.flatMap((d) => d.sentences).find((other) => other.element === element);
      select(s, { focus: element.hasAttribute("href") });
    });
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && selected) close();
      const onSentence = event.target.closest?.(".sentence, .panel");
      if (!onSentence || !selected) return;
      if (event.key === "ArrowRight") step("after", event.target.closest(".sentence"));
      if (event.key === "ArrowLeft") step("before", event.target.closest(".sentence"));
    });
    for (const input of [...boxes, slider, includeQuoted]) input.addEventListener("input", update);
    find(".reset").addEventListener("click", () => {
      slider.value = 0;
      update();
      slider.focus();
    });
    find(".previous").addEventListener("click", () => step("before"));
    find(".next").addEventListener("click", () => step("after"));
    find(".close").addEventListener("click", close);
    addEventListener("scroll", showWindow, { passive: true });
    addEventListener("resize", showWindow);
    addEventListener("hashchange", route);
    addEventListener("beforeprint", () => openForPrint(true));
    addEventListener("afterprint", () => openForPrint(false));

    root.classList.add("interactive");
    find(".controls > fieldset").disabled = false;
    panel.hidden = false;
    if (matchMedia("(max-width: 48rem)").matches) find(".controls").open = false;
    refresh();
    return { refresh, update };
  }

  globalThis.rhetoric = { attach };
  for (const root of document.querySelectorAll(".report")) attach(root);
})();
