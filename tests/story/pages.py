"""A person with a browser that has no JavaScript: pages, forms, cookies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx

Fields = dict[str, list[str]]


@dataclass
class Form:
    action: str
    fields: Fields = field(default_factory=dict)
    buttons: list[dict[str, str]] = field(default_factory=list)


class Reader(HTMLParser):
    """Collects a page's forms as a browser would send them, its links, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.links: list[str] = []
        self.words: list[str] = []
        self._form: Form | None = None
        self._area: str | None = None
        self._select: str | None = None
        self._quiet = 0
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("script", "style"):
            self._quiet += 1
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "form":
            self._form = Form(given.get("action", ""))
            self.forms.append(self._form)
            if "id" in given:
                self.by_id[given["id"]] = self._form
        form = self.by_id.get(given.get("form", ""), self._form)
        if form is not None:
            self._control(tag, given, form)

    def _control(self, tag: str, given: Mapping[str, str], form: Form) -> None:
        name = given.get("name", "")
        if tag == "button":
            form.buttons.append(dict(given))
        elif tag == "input" and name:
            ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
            if ticked and given.get("type") not in ("file", "submit"):
                form.fields.setdefault(name, []).append(given.get("value", ""))
        elif tag == "textarea" and name:
            self._area = name
            form.fields.setdefault(name, []).append("")
        elif tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            form.fields[self._select] = [given.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self._area and self._form:
            self._form.fields[self._area][-1] += data
        elif not self._quiet:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._quiet -= 1
        if tag == "form":
            self._form = None
        if tag == "textarea":
            self._area = None
        if tag == "select":
            self._select = None


class Visitor:
    """Somebody who signed in. Every page must answer well; what it says is in ``page``."""

    def __init__(self, address: str, email: str, password: str) -> None:
        self._http = httpx.Client(base_url=address, follow_redirects=True, timeout=30)
        self.email = email
        self.page = Reader("")
        self.at = ""
        self.open("/akun/login/")
        self.send("/akun/login/", login=email, password=password)
        if "/akun/login" in self.at:
            raise AssertionError(f"{email} could not sign in: {self.page.text[:300]}")

    def open(self, path: str) -> Reader:
        return self._read(self._http.get(path))

    def send(self, action: str, /, button: tuple[str, str] | None = None, **values: Any) -> Reader:
        """Fill the form that leads to ``action`` on this page and press its button."""
        form = next((f for f in self.page.forms if (f.action or self.at).endswith(action)), None)
        if form is None:
            form = next((f for f in self.page.forms if self._leads(f, action)), None)
        if form is None:
            raise AssertionError(f"{self.at} has no form to {action}")
        fields: dict[str, Any] = {**form.fields}
        for name, value in values.items():
            fields[name.replace("__", "-")] = value
        if button:
            fields[button[0]] = button[1]
        target = action if self._leads(form, action) else form.action or self.at
        return self._read(self._http.post(target, data=fields))

    def _leads(self, form: Form, action: str) -> bool:
        return any(b.get("formaction", "").endswith(action) for b in form.buttons)

    def _read(self, answer: httpx.Response) -> Reader:
        self.at = answer.url.path
        self.page = Reader(answer.text)
        if answer.status_code != 200:
            raise AssertionError(
                f"{self.email}: {answer.request.method} {answer.url.path} answered"
                f" {answer.status_code}: …{self.page.text[400:1600]}"
            )
        return self.page


def public(address: str, path: str, **headers: str) -> httpx.Response:
    """What anybody sees."""
    return httpx.get(address + path, headers=headers, timeout=30)
