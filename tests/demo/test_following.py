"""What the demonstration is told by the stream, wherever it breaks."""

import asyncio
from contextlib import aclosing

from pointsman.demo.line import Line
from pointsman.demo.tally import Tally
from pointsman.remote import Server, Told

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
ALIVE = b"event: alive\ndata:\n\n"
ANSWERS = (
    HEAD + b'event: start\nid: 41\ndata: {"complete":true}\n\n' + ALIVE + ALIVE,
    HEAD + ALIVE + b'id: 47\ndata: {"type":"x"}\n\n',
)


async def test_a_stream_that_breaks_after_it_said_that_it_lives_goes_on_where_it_was() -> None:
    """That it lives is nothing to tell, and moves no cursor."""
    asked: list[str | None] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:] if line)
        writer.write(ANSWERS[len(asked)])
        asked.append(headers.get("Last-Event-ID"))
        writer.close()

    async with asyncio.timeout(10), await asyncio.start_server(answer, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        server = Server(url=f"http://127.0.0.1:{port}", account_sid="AC1", auth_token="secret")
        async with (
            server.connect() as connection,
            aclosing(Line(connection, Tally(print)).follow("/Stream")) as stream,
        ):
            told = [await anext(stream), await anext(stream)]
    assert [Told("41", "start", b'{"complete":true}'), Told("47", "", b'{"type":"x"}')] == told
    assert [None, "41"] == asked
