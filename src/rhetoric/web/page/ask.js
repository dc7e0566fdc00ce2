// Requests to the server that this page comes from; a failure is one line for people to read.

export async function ask(path, body, signal) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("No answer. Is rhetoric serve still running?");
  }
  if (answer.ok) return answer;
  const { error } = await answer.json().catch(() => ({ error: `status ${answer.status}` }));
  throw new Error(`It did not work: ${error}.`);
}
