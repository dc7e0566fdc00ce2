// Strips that show where in a document techniques cluster: a lane for each technique.

const LANE = 10; // width of a lane, in units of the drawing
const LENGTH = 1000; // length of a document, in units of the drawing
const SHORTEST = 6; // length of the shortest mark

function svgElement(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function lanesOf(sentences, techniques) {
  return [...techniques.keys()].filter((id) => sentences.some((s) => s.found.includes(id)));
}

function marksOf(sentences, lanes) {
  const total = sentences.at(-1)?.end ?? 1;
  return sentences.flatMap((sentence) =>
    sentence.found.map((id) => ({
      sentence,
      id,
      across: lanes.indexOf(id) * LANE + 1,
      along: Math.min((LENGTH * sentence.start) / total, LENGTH - SHORTEST),
      length: Math.max(SHORTEST, (LENGTH * (sentence.end - sentence.start)) / total),
    })),
  );
}

function labelLanes(place, lanes, techniques) {
  const swatches = lanes.map((id) => techniques.get(id).row.querySelector(".swatch"));
  place.replaceChildren(...swatches.map((swatch) => swatch.cloneNode(true)));
}

// The strip beside a text; `choose` is called with the sentence of a mark that is clicked.
function drawStrip({ element, sentences }, techniques, choose) {
  const strip = element.querySelector(".strip");
  const svg = strip.querySelector("svg");
  const lanes = lanesOf(sentences, techniques);
  strip.hidden = !lanes.length;
  strip.style.setProperty("--lanes", lanes.length);
  labelLanes(strip.querySelector(".lanes"), lanes, techniques);
  const counts = lanes.map((id) => {
    const count = sentences.filter((s) => s.found.includes(id)).length;
    return `${techniques.get(id).name} ${count}`;
  });
  svg.setAttribute("aria-label", `Where the marked sentences stand: ${counts.join(", ")}`);
  svg.setAttribute("viewBox", `0 0 ${lanes.length * LANE} ${LENGTH}`);
  svg.replaceChildren(svgElement("rect", { class: "window", x: 0, width: lanes.length * LANE }));
  for (const { sentence, id, across, along, length } of marksOf(sentences, lanes)) {
    const mark = svgElement("rect", {
      class: `tick t-${id}`, x: across, y: along, width: LANE - 2, height: length,
    });
    const title = svgElement("title", {});
    title.textContent = `${techniques.get(id).name} ${percent(sentence.scores.get(id))}`;
    mark.append(title);
    mark.addEventListener("click", () => choose(sentence));
    svg.append(mark);
  }
  showWindow(element);
}

// Where in the document the reader is.
function showWindow(element) {
  const text = element.querySelector(".text").getBoundingClientRect();
  const rectangle = element.querySelector(".window");
  if (!rectangle || !text.height) return;
  const from = Math.max(0, -text.top / text.height);
  const to = Math.min(1, (innerHeight - text.top) / text.height);
  rectangle.setAttribute("y", from * LENGTH);
  rectangle.setAttribute("height", Math.max(0, to - from) * LENGTH);
}

// A document's small picture in the index; all have the same lanes.
function drawMultiple(multiple, sentences, lanes, techniques) {
  const svg = multiple.querySelector("svg");
  const height = Math.max(1, lanes.length) * LANE;
  multiple.style.setProperty("--lanes", Math.max(1, lanes.length));
  labelLanes(multiple.querySelector(".lanes"), lanes, techniques);
  svg.setAttribute("viewBox", `0 0 ${LENGTH} ${height}`);
  const grounds = lanes.map((_, i) => ({ class: "lane", x: 0, y: i * LANE + 1, width: LENGTH }));
  const marks = marksOf(sentences, lanes).map(({ id, across, along, length }) => ({
    class: `tick t-${id}`, x: along, y: across, width: length,
  }));
  const drawn = [...grounds, ...marks].map((a) => svgElement("rect", { ...a, height: LANE - 2 }));
  svg.replaceChildren(...drawn);
}

