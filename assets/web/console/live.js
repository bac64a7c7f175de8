// The live state of the hall. The server sends the whole state on connect and after each change,
// and a beat each second: three missed beats mean that what is on screen may be old, and
// it says so.
const BEAT_MISSED_MS = 2500;
const START_OVER_MS = 6000;

export class Live {
  // onState({now, state}), onConnection(connected), onSignedOut().
  constructor({ onState, onConnection, onSignedOut }) {
    this.onState = onState;
    this.onConnection = onConnection;
    this.onSignedOut = onSignedOut;
    this.offsetMs = 0; // hall's clock minus this one's
    this.connected = null;
    this.heardAt = performance.now();
    this.connect();
    setInterval(() => this.check(), 250);
  }

  hallNow() {
    return Date.now() + this.offsetMs;
  }

  connect() {
    this.source?.close();
    this.connectedAt = performance.now();
    this.source = new EventSource("/api/live");
    this.source.addEventListener("state", (event) => {
      const { now, state } = JSON.parse(event.data);
      this.heard(now);
      this.onState(state);
    });
    this.source.addEventListener("beat", (event) => this.heard(JSON.parse(event.data).now));
    this.source.addEventListener("error", () => this.failed());
  }

  heard(now) {
    this.offsetMs = now - Date.now();
    this.heardAt = performance.now();
    this.tell(true);
  }

  // The browser tries again by itself after a cut, but gives up on a status that is not 200.
  async failed() {
    this.tell(false);
    if (this.source.readyState !== EventSource.CLOSED) return;
    try {
      const session = await (await fetch("/api/session", { cache: "no-store" })).json();
      if (!session.signed_in) return this.onSignedOut();
    } catch {
      // Not reachable: check() tries again.
    }
  }

  check() {
    const now = performance.now();
    if (now - this.heardAt > BEAT_MISSED_MS) this.tell(false);
    if (this.connected) return;
    const closed = this.source.readyState === EventSource.CLOSED;
    if (now - this.connectedAt > (closed ? 1500 : START_OVER_MS)) this.connect();
  }

  tell(connected) {
    if (connected === this.connected) return;
    this.connected = connected;
    this.onConnection(connected);
  }
}
