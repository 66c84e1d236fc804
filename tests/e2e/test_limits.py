"""Clients that send too much, or take too long."""

import socket
import time

import requests


def connect(server) -> socket.socket:
    host, port = server.url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=20)


def test_a_head_that_is_too_large(shared_server) -> None:
    """Headers without end are cut off with a word, before anybody signs in."""
    with connect(shared_server) as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: ")
        answer = b""
        try:
            for _ in range(64):
                client.sendall(b"x" * 16_384)
            answer = client.recv(1024)
        except (BrokenPipeError, ConnectionResetError):
            pass
    assert answer in (b"",) or answer.startswith(b"HTTP/1.1 431 ")
    assert 200 == requests.get(f"{shared_server.url}/healthz", timeout=5).status_code


def test_large_headers_that_are_not_too_large(shared_server) -> None:
    """A long token or cookie passes, on every request of a connection."""
    with requests.Session() as session:
        for _ in range(3):
            answer = session.get(
                f"{shared_server.url}/healthz", headers={"X-Long": "x" * 30_000}, timeout=5
            )
            assert 200 == answer.status_code


def test_a_head_that_never_ends(shared_server) -> None:
    """A connection that does not come to the point is closed."""
    started = time.monotonic()
    with connect(shared_server) as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost")
        assert b"" == client.recv(1024)
    assert time.monotonic() - started > 1


def test_trailers_without_end(shared_server) -> None:
    """What follows a body is not kept, and the connection goes on or ends; the server lives."""
    trailer = b"X: " + b"y" * 1000 + b"\r\n"
    with connect(shared_server) as client:
        client.sendall(b"POST /v1/Workspaces HTTP/1.1\r\nHost: x\r\n")
        client.sendall(b"Transfer-Encoding: chunked\r\n\r\n0\r\n")
        try:
            for _ in range(2_000):
                client.sendall(trailer)
            client.sendall(b"\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass
    assert 200 == requests.get(f"{shared_server.url}/healthz", timeout=5).status_code


def test_a_body_that_comes_after_its_answer(shared_server) -> None:
    """A client that was refused early, and goes on by a byte, does not keep its connection."""
    with connect(shared_server) as client:
        client.sendall(b"POST /v1/Workspaces HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
        assert client.recv(65_536).startswith(b"HTTP/1.1 401 ")
        client.sendall(b"x")
        while client.recv(65_536):
            pass
