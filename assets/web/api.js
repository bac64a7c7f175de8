// The API of queue-web. Every answer is an object with `ok`; nothing here throws.
const OFFLINE = { ok: false, error: "OFFLINE", sentence: "The server cannot be reached." };

async function ask(path, options, patienceMs) {
  try {
    const answer = await fetch(path, {
      ...options,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(patienceMs),
    });
    return { status: answer.status, ...(await answer.json()) };
  } catch {
    return OFFLINE;
  }
}

export function get(path, patienceMs = 10000) {
  return ask(path, {}, patienceMs);
}

export function post(path, body, csrf, patienceMs = 12000) {
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": csrf };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) }, patienceMs);
}
