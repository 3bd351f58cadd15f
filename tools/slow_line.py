"""A line that is slow on purpose, between a browser and a server on this machine: as to a hub far away."""

import asyncio
import contextlib
import threading
from concurrent.futures import Future
from urllib.parse import urlsplit

import lab as jupyter


class Line:
    """Where the slow line ends; ``delay`` (seconds, each way) may change at any time."""

    def __init__(self, port, host="127.0.0.1"):
        self._target, self.delay = (host, port), 0.0

    async def accept(self, reader, writer):
        """Join a connection from the browser to one to the server."""
        onward = await asyncio.open_connection(*self._target)
        with contextlib.suppress(asyncio.CancelledError):  # the line ends while connections are open
            await asyncio.gather(self._carry(reader, onward[1]), self._carry(onward[0], writer))

    async def _carry(self, reader, writer):
        """Pass on what comes, in order, each piece ``delay`` after it came; many may be on their way at once."""
        pieces, clock = asyncio.Queue(), asyncio.get_running_loop().time

        async def deliver():
            while (piece := await pieces.get()) is not None:
                due, data = piece
                await asyncio.sleep(due - clock())
                writer.write(data)
                await writer.drain()

        delivery = asyncio.create_task(deliver())
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                pieces.put_nowait((clock() + self.delay, data))
        pieces.put_nowait(None)
        with contextlib.suppress(ConnectionError):
            await delivery
        writer.close()

    async def serve(self, started):
        """Take connections until the event that ``started`` is told of."""
        stop = asyncio.Event()
        server = await asyncio.start_server(self.accept, "127.0.0.1", 0)
        started.set_result((server.sockets[0].getsockname()[1], asyncio.get_running_loop(), stop))
        await stop.wait()
        server.close()


@contextlib.contextmanager
def slow_line(lab):
    """(a Lab that is reached over the line, the Line): no delay until ``line.delay`` says so."""
    line, started = Line(urlsplit(lab.address).port), Future()
    # A thread of its own: Playwright has an event loop in this one. At its end asyncio.run ends the connections.
    thread = threading.Thread(target=lambda: asyncio.run(line.serve(started)), daemon=True)
    thread.start()
    port, loop, stop = started.result(timeout=10)
    try:
        yield jupyter.Lab(f"http://127.0.0.1:{port}", lab.token, lab.runtime), line
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(timeout=10)
