// The sentences of a report: what is known of each, and how it is marked.

const logit = (p) => Math.log(p / (1 - p));
const expit = (x) => 1 / (1 + Math.exp(-x));
const pairs = (list) => (list ? list.split(" ").map((entry) => entry.split(":")) : []);

function percent(p) {
  if (p < 0.01) return "under 1%";
  return p >= 0.995 ? "over 99%" : `${Math.floor(100 * p + 0.5)}%`;
}

// `order` names the techniques of the scores. NaN is a score that must not be shown.
function readSentence(element, order) {
  const scores = element.dataset.scores.split(" ").map(Number);
  return {
    element,
    tag: element.querySelector(".tag"),
    note: document.getElementById(`n-${element.id}`),
    evidence: [...element.querySelectorAll(".evidence")],
    start: Number(element.dataset.start),
    end: Number(element.dataset.end),
    scores: new Map(order.map((id, i) => [id, scores[i]])),
    annotated: new Map(pairs(element.dataset.annotated)),
    found: [],
    drawn: null,
  };
}

function voiceOf(sentence, id) {
  return sentence.annotated.get(id) ?? sentence.element.dataset.voice;
}

// Draws what `sentence.found` says: ids of techniques, the most probable first.
function markSentence(sentence, techniques) {
  if (sentence.drawn === sentence.found.join()) return;
  sentence.drawn = sentence.found.join();
  const { element, tag, note, found } = sentence;
  const [top] = found;
  const quoted = top && voiceOf(sentence, top) === "quoted";
  element.className = `sentence${top ? ` marked t-${top}` : ""}${quoted ? " quoted" : ""}`;
  if (top) element.setAttribute("href", `#n-${element.id}`);
  else element.removeAttribute("href");
  tag.hidden = !top;
  tag.textContent = top ? tagOf(sentence, techniques) : "";
  for (const words of sentence.evidence) markWords(words, found);
  if (note) showNote(note, found);
}

function tagOf({ found, scores, ...sentence }, techniques) {
  const [top, ...others] = found;
  const parts = [`${techniques.get(top).name} ${percent(scores.get(top))}`];
  if (others.length) parts.push(`${others.length} more`);
  if (voiceOf(sentence, top) === "quoted") parts.push("quoted");
  return parts.join(" · ");
}

function markWords(words, found) {
  const shown = pairs(words.dataset.evidence).filter(([id]) => found.includes(id));
  const strongest = shown.reduce((best, entry) => (best && best[1] >= entry[1] ? best : entry), null);
  words.className = strongest ? `evidence t-${strongest[0]} w${strongest[1]}` : "evidence";
}

function showNote(note, found) {
  const findings = [...note.querySelectorAll(".finding")];
  for (const finding of findings) finding.hidden = !found.includes(finding.dataset.technique);
  note.hidden = findings.every((finding) => finding.hidden);
}

