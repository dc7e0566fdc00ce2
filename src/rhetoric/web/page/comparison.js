// Two marked texts side by side, in numbers: how many of every hundred sentences carry what.

export function showComparison(root, documents, panes) {
  const place = root.querySelector(".comparison");
  const texts = panes.map(({ output }) =>
    documents.find(({ element }) => output.contains(element) && !output.hidden),
  );
  place.hidden = texts.some((text) => !text);
  if (place.hidden) return;
  const rows = root.dataset.techniques
    .split(" ")
    .map((id) => ({ id, counts: texts.map((text) => countOf(text, id)) }))
    .filter(({ counts }) => counts.some(({ marked }) => marked))
    .sort((a, b) => largest(b) - largest(a));
  const longest = Math.max(1, ...rows.map(largest));
  place.replaceChildren(table(rows.map((row) => lineOf(root, row, longest))));
}

function countOf({ sentences }, id) {
  const marked = sentences.filter(({ found }) => found.includes(id)).length;
  return { marked, rate: (100 * marked) / Math.max(1, sentences.length) };
}

const largest = ({ counts }) => Math.max(...counts.map(({ rate }) => rate));

function table(lines) {
  const made = document.createElement("table");
  made.createCaption().textContent = lines.length
    ? "Marked in every 100 sentences, and how many that is"
    : "Nothing is marked in either text";
  if (!lines.length) return made;
  const head = made.createTHead().insertRow();
  for (const name of ["Technique", "First text", "Second text"]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    head.append(cell);
  }
  made.createTBody().append(...lines);
  return made;
}

function lineOf(root, { id, counts }, longest) {
  const line = document.createElement("tr");
  line.className = `t-${id}`;
  const legend = root.querySelector(`.legend input[value="${id}"]`).closest("li");
  const name = document.createElement("th");
  name.scope = "row";
  name.append(legend.querySelector(".swatch").cloneNode(true), ` ${legend.querySelector(".name").textContent}`);
  line.append(name);
  for (const { marked, rate } of counts) {
    const cell = line.insertCell();
    const bar = legend.querySelector(".bar").cloneNode(true);
    bar.querySelector(".author").setAttribute("width", (100 * rate) / longest);
    bar.querySelector(".others").remove();
    const figure = document.createElement("span");
    figure.textContent = marked ? `${rate < 10 ? rate.toFixed(1) : Math.round(rate)} (${marked})` : "0";
    cell.append(bar, figure);
  }
  return line;
}
