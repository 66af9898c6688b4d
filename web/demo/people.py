"""Who is in the demo network: a role and a place, never a name. All share one password."""

from __future__ import annotations

from dataclasses import dataclass

from content.models import Role

# For the demo network only; a desk in service sets `desk.demo = false` and has no such people.
PASSWORD = "contoh-gema-2026"  # noqa: S105  meant to be known


@dataclass(frozen=True, slots=True)
class DemoPerson:
    office: str
    role: Role
    place: str
    number: int = 1

    @property
    def roles(self) -> tuple[Role, ...]:
        """The centre's moderators write for it, too: it is they who start a repost."""
        if (self.office, self.role) == ("PUSAT", Role.MODERATOR):
            return (self.role, Role.WRITER)
        return (self.role,)

    @property
    def name(self) -> str:
        number = f" {self.number}" if self.number > 1 else ""
        return f"{self.role.label} {self.place}{number} (contoh)"

    @property
    def email(self) -> str:
        number = str(self.number) if self.number > 1 else ""
        place = self.place.lower().replace(" ", "-")
        return f"{self.role.value}{number}.{place}@contoh.test"


CENTRE = (
    DemoPerson("PUSAT", Role.MODERATOR, "Pusat"),
    DemoPerson("PUSAT", Role.MODERATOR, "Pusat", 2),
    DemoPerson("PUSAT", Role.PUBLISHER, "Pusat"),
    DemoPerson("PUSAT", Role.WRITER, "Pusat"),
    DemoPerson("PUSAT", Role.AUDITOR, "Pusat"),
    DemoPerson("PUSAT", Role.ADMINISTRATOR, "Pusat"),
)
REGIONS = (
    DemoPerson("KALBAR", Role.MODERATOR, "Kalbar"),
    DemoPerson("KALBAR", Role.ADMINISTRATOR, "Kalbar"),
)
OFFICES = (
    DemoPerson("PTK", Role.WRITER, "Pontianak"),
    DemoPerson("PTK", Role.EDITOR, "Pontianak"),
    DemoPerson("ENTIKONG", Role.WRITER, "Entikong"),
    DemoPerson("ENTIKONG", Role.EDITOR, "Entikong"),
    DemoPerson("SAMBAS", Role.WRITER, "Sambas"),
    DemoPerson("SANGGAU", Role.WRITER, "Sanggau"),
    DemoPerson("PUTUSSIBAU", Role.WRITER, "Putussibau"),
    DemoPerson("KETAPANG", Role.WRITER, "Ketapang"),
    DemoPerson("RUDENIM-KBR", Role.WRITER, "Kubu Raya"),
    DemoPerson("DENPASAR", Role.WRITER, "Denpasar"),
    DemoPerson("DENPASAR", Role.EDITOR, "Denpasar"),
    DemoPerson("SINGARAJA", Role.WRITER, "Singaraja"),
    DemoPerson("JAP", Role.WRITER, "Jayapura"),
    DemoPerson("JAP", Role.EDITOR, "Jayapura"),
    DemoPerson("JAKUT", Role.WRITER, "Jakarta Utara"),
    DemoPerson("SIJUNJUNG", Role.WRITER, "Sijunjung"),
    DemoPerson("BENGKULU-SELATAN", Role.WRITER, "Bengkulu Selatan"),
)
EVERYBODY = (*CENTRE, *REGIONS, *OFFICES)
# The ones to begin with, in the order of the main job.
GUIDES = (OFFICES[0], OFFICES[1], *CENTRE)
