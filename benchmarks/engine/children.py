"""Processes that measure, each with a database, processor time and memory of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from web.config import ROOT

T = TypeVar("T")


class Failed(Exception):
    """A process ended badly; what it had to say is on the screen."""


@dataclass(frozen=True, slots=True)
class Child(Generic[T]):
    """A measurement under way. One that goes on until it is told ends with ``finish``."""

    process: subprocess.Popen[bytes]
    answer: type[T]

    def finish(self) -> T:
        out, _ = self.process.communicate()
        if self.process.returncode:
            raise Failed(f"{self.process.args!r} ended with {self.process.returncode}")
        return msgspec.json.decode(out, type=self.answer)


def begin(env: Mapping[str, str], module: str, spec: msgspec.Struct, answer: type[T]) -> Child[T]:
    asked = msgspec.json.encode(spec).decode()
    arguments = [sys.executable, "-m", "benchmarks.engine.child", module, asked]
    pipe = subprocess.PIPE
    process = subprocess.Popen(arguments, env=dict(env), cwd=ROOT, stdin=pipe, stdout=pipe)
    return Child(process, answer)


def ask(env: Mapping[str, str], module: str, spec: msgspec.Struct, answer: type[T]) -> T:
    return begin(env, module, spec, answer).finish()


def manage(env: Mapping[str, str], *command: str) -> None:
    arguments = [sys.executable, str(ROOT / "manage.py"), *command]
    subprocess.run(arguments, env=dict(env), cwd=ROOT, check=True)
