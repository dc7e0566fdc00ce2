// The page: panes for one or two texts around a live report.

import { ask } from "./ask.js";
import { showComparison } from "./comparison.js";
import { createJudgements } from "./judgements.js";
import { createPane } from "./pane.js";

const root = document.querySelector(".page");
const find = (selector) => root.querySelector(selector);
const points = JSON.parse(root.dataset.points);
const order = root.dataset.techniques.split(" ");
const report = rhetoric.attach(root);
const panes = [0, 1].map((place) => createPane(root, place, { options, shown }));
const judgements = find(".corrections") && createJudgements(root, panes);
const compare = find(".compare");

const point = () => find(".points input:checked").value;
const comparing = () => compare.ariaPressed === "true";
const inUse = () => panes.filter(({ place, scored }) => scored && (place === 0 || comparing()));

const ticked = () => order.filter((id) => find(`.legend input[value="${id}"]`).checked);

function options() {
  return { techniques: ticked(), at: point() };
}

// What is unticked is only hidden; what is ticked anew has no words of evidence yet.
function tick({ target }) {
  if (!target.checked) return;
  for (const pane of panes) if (pane.scored && !pane.techniques.includes(target.value)) pane.score();
}

function shown(pane) {
  report.refresh();
  judgements?.follow(pane);
  find(".download").disabled = !inUse().length;
}

function movePoint() {
  for (const input of root.querySelectorAll(".legend input")) {
    input.dataset.threshold = points[point()][input.value];
  }
  find(".sensitivity").value = 0;
  for (const pane of panes) if (pane.scored) pane.score();
  report.update();
}

function toggleComparison() {
  compare.ariaPressed = String(!comparing());
  root.classList.toggle("comparing", comparing());
  find('label[for="text-0"]').textContent = comparing() ? "First text" : "Your text";
  panes[1].show(comparing());
  if (!comparing()) panes[1].write("");
  else document.getElementById("text-1").focus();
  report.refresh();
}

async function download() {
  const problem = find(".problem");
  problem.textContent = "";
  if (!ticked().length) {
    problem.textContent = "Tick a technique first.";
    return;
  }
  const documents = inUse().map(({ scored, place }) => ({
    text: scored,
    source: comparing() ? ["First text", "Second text"][place] : "Your text",
  }));
  const quotes = find(".include-quoted").checked ? "mark" : "skip";
  try {
    const answer = await ask("api/report", { ...options(), documents, quotes });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = "rhetoric-report.html";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  } catch (error) {
    problem.textContent = error.message;
  }
}

root.addEventListener("marked", ({ detail }) => showComparison(root, detail, panes));
for (const input of root.querySelectorAll(".legend input")) input.addEventListener("change", tick);
for (const input of root.querySelectorAll(".points input")) input.addEventListener("change", movePoint);
compare.addEventListener("click", toggleComparison);
find(".download").addEventListener("click", download);
find(".example").addEventListener("click", () => {
  panes[0].write(find("template.example-text").content.textContent);
  document.getElementById("text-0").focus();
});
report.update();
