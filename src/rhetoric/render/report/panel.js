// The panel about the chosen sentence.

function fillPanel(root, sentence, techniques) {
  const find = (selector) => root.querySelector(`.chosen ${selector}`);
  const all = sentence.element.closest(".document").querySelectorAll(".sentence, .unscored");
  find("h2").textContent = `Sentence ${sentence.element.dataset.number} of ${all.length}`;
  find("blockquote").replaceChildren(sentence.element.querySelector("bdi").cloneNode(true));
  const findings = sentence.found.map((id) => findingOf(root, sentence, id, techniques.get(id)));
  find(".findings").replaceChildren(...(findings.length ? findings : [nothingFound()]));
  const shown = [...sentence.scores].filter(([, p]) => p >= 0).sort((a, b) => b[1] - a[1]);
  find("tbody").replaceChildren(...shown.map(([id, p]) => tableRow(techniques.get(id).name, percent(p))));
}

// An annotation's finding is the one of the notes; below the thresholds there is only the score.
function findingOf(root, sentence, id, technique) {
  const kept = sentence.note?.querySelector(`.finding[data-technique="${id}"]`);
  if (kept) return kept.cloneNode(true);
  const finding = root.querySelector("template.below").content.cloneNode(true).firstElementChild;
  finding.classList.add(`t-${id}`);
  finding.querySelector(".name").textContent = technique.name;
  finding.querySelector(".percent").textContent = percent(sentence.scores.get(id));
  finding.querySelector("rect").setAttribute("width", 100 * sentence.scores.get(id));
  finding.querySelector(".definition").textContent = `The sentence ${technique.definition}.`;
  return finding;
}

function nothingFound() {
  const line = document.createElement("p");
  line.textContent = "Nothing in this sentence is marked at this setting.";
  return line;
}

function tableRow(...cells) {
  const row = document.createElement("tr");
  for (const cell of cells) row.insertCell().textContent = cell;
  return row;
}

