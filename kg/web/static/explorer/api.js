// Asking the server; an error is shown in its own words.

export class Refused extends Error {}

export async function ask(path, parameters = [], signal = undefined) {
  const query = new URLSearchParams(parameters).toString();
  let answer;
  try {
    answer = await fetch(query ? `${path}?${query}` : path, { headers: { Accept: "application/json" }, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused("The server does not answer. Is it still running?");
  }
  if (answer.ok) return answer.json();
  const problem = await answer.json().catch(() => ({}));
  throw new Refused([problem.detail ?? `The server answers ${answer.status}`, problem.hint].filter(Boolean).join(": "));
}
