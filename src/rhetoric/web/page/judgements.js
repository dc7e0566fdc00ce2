// What the reader says of sentences: a mark is right, or wrong, or one is missing. Nothing leaves the
// page before it is saved. A judgement follows its sentence while the text around it is edited; if the
// sentence goes, the judgement stays with the text that it was made in.

import { ask } from "./ask.js";

export function createJudgements(root, panes) {
  const find = (selector) => root.querySelector(selector);
  const bar = find(".pending");
  const name = (id) => find(`.legend input[value="${id}"]`).dataset.name;
  let judgements = [];
  let chosen = null;

  const paneOf = (element) => panes.find(({ output }) => output.contains(element));
  const unsaved = () => judgements.filter(({ saved }) => !saved);
  const about = ({ start, element }) =>
    judgements.filter((j) => j.text === paneOf(element).scored && j.start === start);

  function judge(id, present) {
    const known = about(chosen).find(({ technique }) => technique === id);
    if (known?.present === present && known.saved) return;
    judgements = judgements.filter((j) => j !== known);
    const withdrawn = known && !known.saved && known.present === present;
    if (!withdrawn) {
      const pane = paneOf(chosen.element);
      const { start, element } = chosen;
      const sentence = identity(element);
      judgements.push({ text: pane.scored, start, technique: id, present, sentence, place: pane.place });
    }
    draw();
  }

  // After the text has changed: find the judged sentences again.
  function follow(pane) {
    const elements = [...pane.output.querySelectorAll(".sentence")];
    const places = new Map(elements.map((e) => [identity(e), Number(e.dataset.start)]));
    for (const judgement of judgements) {
      if (judgement.place !== pane.place || !places.has(judgement.sentence)) continue;
      judgement.text = pane.scored;
      judgement.start = places.get(judgement.sentence);
    }
    draw();
  }

  function draw() {
    for (const { output, scored } of panes) {
      const judged = new Set(judgements.filter((j) => j.text === scored).map((j) => j.start));
      for (const element of output.querySelectorAll(".sentence")) {
        element.toggleAttribute("data-judged", judged.has(Number(element.dataset.start)));
      }
    }
    const count = unsaved().length;
    bar.hidden = !count && !bar.dataset.said;
    for (const button of bar.querySelectorAll("button")) button.hidden = !count;
    const correction = count === 1 ? "1 correction, not saved." : `${count} corrections, not saved.`;
    bar.querySelector("[role=status]").textContent = count ? correction : (bar.dataset.said ?? "");
    if (!chosen?.element.isConnected) chosen = null;
    if (chosen) drawChosen();
  }

  function drawChosen() {
    const said = new Map(about(chosen).map((j) => [j.technique, j]));
    const findings = [...root.querySelectorAll(".chosen .findings .finding")];
    findings.forEach((finding, i) => drawJudge(finding, chosen.found[i], said.get(chosen.found[i])));
    const added = [...said.values()].filter((j) => !chosen.found.includes(j.technique));
    find(".added").replaceChildren(...added.map(addedLine));
    const missing = [...chosen.scores.keys()].filter((id) => !chosen.found.includes(id) && !said.has(id));
    find(".missing select").replaceChildren(...missing.map((id) => new Option(name(id), id)));
    find(".missing").hidden = !missing.length;
    find(".walk .before").disabled = !beside(-1);
    find(".walk .after").disabled = !beside(1);
  }

  function drawJudge(finding, id, said) {
    let group = finding.querySelector(".judge");
    if (!group) {
      group = find("template.judge").content.firstElementChild.cloneNode(true);
      group.setAttribute("aria-label", `Is ${name(id)} right?`);
      for (const button of group.querySelectorAll("button")) {
        button.addEventListener("click", () => judge(id, button.value === "right"));
      }
      finding.append(group);
    }
    group.querySelector("span").textContent = said ? (said.saved ? "Saved:" : "You say:") : "Is this right?";
    for (const button of group.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", said?.present === (button.value === "right"));
    }
  }

  function addedLine({ technique, present, saved }) {
    const line = document.createElement("li");
    line.append(`${present ? "Carries" : "Does not carry"} ${name(technique)}${saved ? " (saved)" : ""} `);
    if (saved) return line;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Take back";
    button.setAttribute("aria-label", `Take back ${name(technique)}`);
    button.addEventListener("click", () => {
      judge(technique, present);
      find(".missing select").focus();
    });
    line.append(button);
    return line;
  }

  function beside(step) {
    const all = [...chosen.element.closest(".document").querySelectorAll(".sentence")];
    return all[all.indexOf(chosen.element) + step];
  }

  async function save() {
    const problem = find(".problem");
    problem.textContent = "";
    const saving = unsaved();
    try {
      for (const text of new Set(saving.map((j) => j.text))) {
        const here = saving.filter((j) => j.text === text);
        const sent = here.map(({ start, technique, present }) => ({ start, technique, present }));
        await ask("api/corrections", { text, judgements: sent });
        for (const judgement of here) judgement.saved = true;
      }
      bar.dataset.said = `Saved to ${find(".file").textContent}.`;
    } catch (error) {
      problem.textContent = error.message;
    }
    draw();
  }

  root.addEventListener("chosen", ({ detail }) => {
    chosen = detail;
    drawChosen();
  });
  root.addEventListener("marked", draw);
  find(".missing").addEventListener("submit", (event) => {
    event.preventDefault();
    judge(find(".missing select").value, true);
  });
  find(".walk .before").addEventListener("click", () => beside(-1).click());
  find(".walk .after").addEventListener("click", () => beside(1).click());
  find(".unchosen .first").addEventListener("click", () => find(".shown .sentence")?.click());
  find(".save").addEventListener("click", save);
  find(".discard").addEventListener("click", () => {
    judgements = judgements.filter(({ saved }) => saved);
    draw();
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved().length) event.preventDefault();
  });
  return { follow };
}

// A sentence by its words, and by how often they stood in the text before it.
function identity(element) {
  const words = wordsOf(element);
  const all = [...element.closest(".document").querySelectorAll(".sentence")];
  const before = all.slice(0, all.indexOf(element)).filter((e) => wordsOf(e) === words).length;
  return `${before} ${words}`;
}

const wordsOf = (element) => element.querySelector("bdi").textContent;
