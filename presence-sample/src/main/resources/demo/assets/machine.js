import { browserPage } from "/presence-client/presence.js";

const DROPPED = 4001; // a page cannot drop a connection without a close frame; any code but 1000 counts as lost

/** One person's computer: a link that can be cut, and tabs of which one is in front. All of it acts on real sockets. */
export class Machine {
  #window = browserPage();
  #tabs = [];
  #front = null;
  hidden = false;
  cut = false;

  get tabs() {
    return [...this.#tabs];
  }

  get front() {
    return this.#front;
  }

  /** Opens a tab in front of the others; `open(ports)` makes its client. */
  open(open) {
    const tab = { sockets: new Set(), tell: null, client: null };
    this.#tabs.push(tab);
    this.#front = tab;
    this.hidden = false;
    this.#look();
    tab.client = open({ page: this.#pageOf(tab), connect: (url, handlers) => this.#connect(tab, url, handlers) });
    return tab;
  }

  bring(tab) {
    this.#front = tab;
    this.#look();
  }

  hide(hidden) {
    this.hidden = hidden;
    this.#look();
  }

  /** Takes a tab off the screen; `end` follows, when nobody looks at it any more. */
  remove(tab) {
    const index = this.#tabs.indexOf(tab);
    this.#tabs.splice(index, 1);
    if (this.#front === tab) {
      this.bring(this.#tabs[Math.min(index, this.#tabs.length - 1)] ?? null);
    }
  }

  /** As when a tab is closed or its browser is killed: the socket ends without the word that would mean leaving. */
  end(tab) {
    tab.sockets.forEach((entry) => drop(tab, entry));
    tab.client.close();
  }

  cutLink() {
    this.cut = true;
    for (const tab of this.#tabs) {
      for (const entry of tab.sockets) {
        drop(tab, entry);
        entry.handlers.close(1006, "");
      }
    }
  }

  restoreLink() {
    this.cut = false;
    const behind = this.#tabs.filter((tab) => tab !== this.#front);
    [this.#front, ...behind].forEach((tab) => tab.client.reconnect()); // or the others would see away on the way back
  }

  #look() {
    this.#tabs.forEach((tab) => tab.tell?.("visibilitychange"));
  }

  // The window's own visibility and focus, for the tab in front of this computer; other tabs are hidden.
  #pageOf(tab) {
    return {
      visible: () => this.#window.visible() && !this.hidden && tab === this.#front,
      focused: () => this.#window.focused(),
      inFrame: () => false,
      listen: (tell, options) => {
        const release = this.#window.listen(tell, options);
        tab.tell = tell;
        return () => {
          tab.tell = null;
          release();
        };
      },
    };
  }

  #connect(tab, url, handlers) {
    if (this.cut) {
      setTimeout(() => handlers.close(1006, ""));
      return { send() {}, close() {} };
    }
    const socket = new WebSocket(url);
    const entry = { socket, handlers };
    tab.sockets.add(entry);
    socket.onmessage = ({ data }) => handlers.message(data);
    socket.onclose = ({ code, reason }) => tab.sockets.delete(entry) && handlers.close(code, reason);
    return {
      send: (text) => socket.send(text),
      close: (code, reason) => socket.close(code, reason),
    };
  }
}

function drop(tab, { socket }) {
  tab.sockets.forEach((entry) => entry.socket === socket && tab.sockets.delete(entry));
  socket.onmessage = null;
  socket.onclose = null;
  socket.close(DROPPED, "dropped");
}
