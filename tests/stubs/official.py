"""Whether a request is what the network's own machine-readable specification allows.

``specs/<network>.json`` holds what Gema asks of it, distilled from the specification it names, as
JSON Schema: of a body, of a form, of a query, or of ``any`` of these. Where a network publishes no
such thing (Threads, LinkedIn, WordPress, webhooks), its stub follows the documentation alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jsonschema import Draft202012Validator

from tests.stubs.forms import multipart
from tests.stubs.wire import Request

SPECS = Path(__file__).parent / "specs"
# Fields of a field, and how many of them, in the Graph API.
BRACES = re.compile(r"\{[^{}]*\}|\.\w+\([^()]*\)")
SECRETS = {"access_token", "appsecret_proof"}  # for every call of the Graph API


@dataclass(frozen=True, slots=True)
class Rule:
    """One request. ``where``: what of it the schema is about."""

    route: re.Pattern[str]
    where: str
    schema: dict[str, Any]


@cache
def rules(network: str) -> list[Rule]:
    found = json.loads((SPECS / f"{network}.json").read_text(encoding="utf-8"))["requests"]
    return [
        Rule(re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(route))), where, schema)
        for route, said in found.items()
        for where, schema in said.items()
    ]


def rule_for(network: str, line: str) -> Rule | None:
    """For ``POST /2/tweets``; None where nothing is distilled, as for signing in."""
    return next((rule for rule in rules(network) if rule.route.fullmatch(line)), None)


def fault_of(network: str, request: Request) -> str:
    """What is wrong with it, "" where it is as specified."""
    rule = rule_for(network, f"{request.method} {request.path}")
    return next(_faults(rule, request), "") if rule else ""


def _faults(rule: Rule, request: Request) -> Iterator[str]:
    given = _given(rule, request)
    for error in Draft202012Validator(rule.schema).iter_errors(given):
        yield f"not as specified: {error.json_path}: {error.message[:200]}"


def _given(rule: Rule, request: Request) -> Any:
    is_json = request.type == "application/json"
    if rule.where == "json" or (rule.where == "any" and is_json):
        return json.loads(request.body) if is_json and request.body else {}
    known = rule.schema.get("properties", {})
    words = request.query if rule.where == "query" else _form(request, known)
    return {
        name: _meant(value, known.get(name, {}))
        for name, value in words.items()
        if name not in SECRETS
    }


def _form(request: Request, known: Container[str]) -> dict[str, str]:
    """Its fields, and that a file is there; one with a name of its own is attached to a field."""
    if request.type == "multipart/form-data":
        fields, files = multipart(request)
        return fields | {name: "" for name in files if name in known}
    return dict(parse_qsl(request.body.decode(), keep_blank_values=True))


def _meant(text: str, schema: dict[str, Any]) -> Any:
    """A value that travels as text, as what its schema expects it to be; else the text."""
    kinds = {one.get("type") for one in [schema, *schema.get("anyOf", ())]}
    if "boolean" in kinds and text in {"true", "false"}:
        return text == "true"
    if "integer" in kinds and re.fullmatch(r"-?\d+", text):
        return int(text)
    if kinds & {"array", "object"} and text[:1] in {"[", "{"}:
        with suppress(ValueError):
            return json.loads(text)
    return BRACES.sub("", text).split(",") if "array" in kinds else text
