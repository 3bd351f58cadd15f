"""A line that is slow on purpose, between a page and its kernel: as to a hub far away."""

# For a page before it loads: ``Lab.open(..., script=SLOW)``. Each message waits as long as the others, so they keep
# their order.
SLOW = """
window.delayOfLine = 0; // ms each way
window.WebSocket = class extends WebSocket {
  send(data) {
    if (window.delayOfLine) setTimeout(() => super.send(data), window.delayOfLine);
    else super.send(data);
  }
  set onmessage(heard) {
    super.onmessage = (event) => {
      if (window.delayOfLine) setTimeout(() => heard.call(this, event), window.delayOfLine);
      else heard.call(this, event);
    };
  }
};
"""


def delay(page, seconds):
    """From now on, every message of the page takes ``seconds`` there, and every answer as long back."""
    page.evaluate("ms => { window.delayOfLine = ms; }", 1000 * seconds)
