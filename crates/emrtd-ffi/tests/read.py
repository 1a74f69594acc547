"""Reads a chip through the generated bindings. The chip connects as it would to a virtual reader: a frame is its
length as 16 bits and as many bytes; what is found is printed as one JSON object."""

import json
import socket
import struct
import sys

from bonafide_emrtd_ffi import (
    ChipError,
    ChipKey,
    ChipOptions,
    ChipSession,
    ChipStage,
    ChipTrouble,
    permitted,
    stops,
)


class Lost(Exception):
    """The chip left."""


class Reader:
    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        print(self.listener.getsockname()[1], flush=True)
        self.connection = None
        self.losses = 0

    def send(self, message):
        self.connection.sendall(struct.pack(">H", len(message)) + message)

    def receive(self, length):
        data = b""
        while len(data) < length:
            part = self.connection.recv(length - len(data))
            if not part:
                raise Lost
            data += part
        return data

    def transmit(self, command):
        if self.connection is None:
            self.connection, _ = self.listener.accept()
            self.send(b"\x01")
        try:
            self.send(command)
            (length,) = struct.unpack(">H", self.receive(2))
            return self.receive(length)
        except (Lost, ConnectionError):
            self.connection = None
            self.losses += 1
            raise Lost from None


def read(session, reader):
    trips = 0
    while True:
        step = session.next()
        if step.is_done():
            return trips
        assert step.is_send(), step
        trips += 1
        answers = []
        try:
            for command in step.batch.commands:
                assert permitted(command), command.hex()
                answer = reader.transmit(command)
                answers.append(answer)
                if stops(step.batch.stop, answer):
                    break
        except Lost:
            session.contact_lost()
            continue
        assert session.receive(answers)


def main():
    number, certificate = sys.argv[1:]
    reader = Reader()
    with open(certificate, "rb") as file:
        trusted = file.read()
    # Not a zone, and not yet anything to report.
    try:
        ChipSession(ChipKey.ZONE(lines=["P<UTO"]), ChipOptions())
        raise AssertionError("not a zone")
    except ChipError.Key:
        pass
    key = ChipKey.TYPED(number=number, birth="740812", expiry="120415")
    session = ChipSession(key, ChipOptions(extended=True, challenge=b"8 bytes!"))
    try:
        session.files()
        raise AssertionError("nothing is read yet")
    except ChipError.Unfinished:
        pass
    try:
        trips = read(session, reader)
    except ChipError.Reading as error:
        assert error.trouble == ChipTrouble.WRONG_KEY, error
        print(json.dumps({"trouble": "wrong_key"}))
        return
    progress = session.progress()
    assert progress.stage == ChipStage.DONE and progress.bytes == progress.total > 0
    files = {name: content.hex() for name, content in session.files().items()}
    print(
        json.dumps(
            {
                "files": files,
                "report": json.loads(session.report()),
                "verdict": json.loads(session.judge([trusted], 1_800_000_000)),
                "trips": trips,
                "losses": reader.losses,
            }
        )
    )


main()
