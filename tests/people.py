"""The small network every test knows, and everybody in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from channels.models import Account
from channels.registry import load
from channels.vault import seal
from content import workflow
from content.drafts import create
from content.models import Membership, Office, OfficeKind, Person, Post, Role
from content.workflow import Step

# Monday 7 December 2026, 10.00 WIB.
MORNING = datetime(2026, 12, 7, 3, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Network:
    """Sari writes in Pontianak and Edi edits there; Kalbar lies above them, the centre above all.

    Rina and Bayu moderate everything, Maya only Kalbar. Tono publishes. Citra writes for the
    centre. Yosua writes in Jayapura and has no business with Pontianak. Wati audits, Ada
    administers.
    """

    centre: Office
    kalbar: Office
    pontianak: Office
    jayapura: Office
    sari: Person
    edi: Person
    maya: Person
    rina: Person
    bayu: Person
    tono: Person
    citra: Person
    yosua: Person
    wati: Person
    ada: Person

    def draft(self, at: datetime = MORNING) -> Post:
        return create(self.pontianak, "jam-layanan", by=self.sari, at=at)

    def submitted(self, at: datetime = MORNING, **changes: Any) -> Post:
        return workflow.submit(self.draft(at), content(**changes), by=self.sari, at=at)

    def approved(self, at: datetime = MORNING, **changes: Any) -> Post:
        post = self.submitted(at, **changes)
        assert post.head is not None
        return workflow.take(Step.APPROVE, post, by=self.rina, at=at, sha256=post.head.sha256)

    def account(
        self, kind: str = "practice", office: Office | None = None, **extra: Any
    ) -> Account:
        """A connected account; without ``credentials`` those of a network inside the house."""
        needs = load(kind).needs
        office = office or self.pontianak
        credentials = extra.pop("credentials", None) or needs()
        return Account.objects.create(
            office=office,
            kind=kind,
            handle=extra.pop("handle", f"{kind}_{office.code.lower()}"),
            credentials=seal(credentials),
            connected_at=MORNING,
            **extra,
        )


def content(**changes: Any) -> dict[str, Any]:
    """Revision content that could be published; see docs/architecture.md for its shape."""
    return {
        "schema": 1,
        "office": "PTK",
        "template": {"key": "jam-layanan", "version": 1},
        "title": "Layanan paspor buka sampai sore",
        "topic": "layanan",
        "language": "id",
        "legal_basis": "",
        "grace_minutes": 15,
        "slots": {"tanggal": "2026-12-08"},
        "texts": {"practice": "Layanan paspor buka sampai pukul 16.00 WIB."},
        "media": [],
        "images": {},
        "native": [],
        "credit": None,
        "correction": None,
        **changes,
    }


def build() -> Network:
    centre = _office("PUSAT", "Kantor Pusat Contoh", OfficeKind.CENTRE, None, "Asia/Jakarta")
    kalbar = _office("KALBAR", "Kanwil Contoh Kalbar", OfficeKind.REGION, centre, "Asia/Pontianak")
    pontianak = _office(
        "PTK", "Kanim Contoh Pontianak", OfficeKind.OFFICE, kalbar, "Asia/Pontianak"
    )
    papua = _office("PAPUA", "Kanwil Contoh Papua", OfficeKind.REGION, centre, "Asia/Jayapura")
    jayapura = _office("JAP", "Kanim Contoh Jayapura", OfficeKind.OFFICE, papua, "Asia/Jayapura")
    return Network(
        centre=centre,
        kalbar=kalbar,
        pontianak=pontianak,
        jayapura=jayapura,
        sari=_person("Sari", pontianak, Role.WRITER),
        edi=_person("Edi", pontianak, Role.EDITOR),
        maya=_person("Maya", kalbar, Role.MODERATOR),
        rina=_person("Rina", centre, Role.MODERATOR),
        bayu=_person("Bayu", centre, Role.MODERATOR),
        tono=_person("Tono", centre, Role.PUBLISHER),
        citra=_person("Citra", centre, Role.WRITER),
        yosua=_person("Yosua", jayapura, Role.WRITER),
        wati=_person("Wati", centre, Role.AUDITOR),
        ada=_person("Ada", centre, Role.ADMINISTRATOR),
    )


def _office(code: str, name: str, kind: OfficeKind, parent: Office | None, zone: str) -> Office:
    return Office.objects.create(
        code=code,
        name=name,
        short_name=name.replace("Contoh ", ""),
        kind=kind,
        parent=parent,
        path=f"{parent.path if parent else ''}{code}/",
        zone=zone,
        handles={"x": f"contoh_{code.lower()}"},
    )


def _person(name: str, office: Office, role: Role) -> Person:
    person = Person(email=f"{name.lower()}@contoh.test", name=name)
    person.set_unusable_password()
    person.save()
    Membership.objects.create(person=person, office=office, role=role)
    return person
