// What the page asks its server, and nobody else. Addresses are relative, so a prefix may precede.

const LONGEST_ADDRESS = 8000;
const LONGEST_TEXT = 200;

/** A request that the server refused, or an answer that broke off. */
export class AskError extends Error {}

/** Ask a query; the answer says at its end, or in its format, where it is cut. */
export function ask(query, accept, signal) {
  const address = `sparql?${new URLSearchParams({ query, cut: "yes" })}`;
  const headers = { Accept: accept };
  if (address.length <= LONGEST_ADDRESS) return request(address, { headers, signal });
  return request("sparql?cut=yes", {
    method: "POST",
    body: query,
    headers: { ...headers, "Content-Type": "application/sparql-query" },
    signal,
  });
}

/** Return what is wrong with a query, or looks so. */
export async function check(query, signal) {
  return (await request("sparql/check", { method: "POST", body: query, signal })).json();
}

/** Return the roles, skills and paths whose labels are near a text. */
export async function things(text, signal) {
  const part = text.slice(0, LONGEST_TEXT);
  return (await request(`sparql/things?${new URLSearchParams({ text: part })}`, { signal })).json();
}

/** Return a named query's text with values in place of its parameters. */
export async function bound(name, values, signal) {
  const address = `sparql/bound/${encodeURIComponent(name)}?${new URLSearchParams(values)}`;
  return (await (await request(address, { signal })).json()).text;
}

export const terms = async () => (await request("sparql/terms.json")).json();
export const namedQueries = async () => (await request("sparql/queries.json")).json();

async function request(address, options = {}) {
  let response;
  try {
    response = await fetch(address, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new AskError("The server does not answer. Is it still running?");
  }
  if (!response.ok) throw new AskError(await problem(response));
  return response;
}

async function problem(response) {
  try {
    return (await response.json()).detail;
  } catch {
    return `The server answered ${response.status} ${response.statusText}.`;
  }
}

/** Return the whole text of a response. */
export async function textOf(response) {
  return whole(() => response.text());
}

/** Return the whole body of a response as a file. */
export async function fileOf(response) {
  return whole(() => response.blob());
}

async function whole(read) {
  try {
    return await read();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new AskError("The answer broke off: the query reached a limit of the server.");
  }
}
