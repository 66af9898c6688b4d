"""What happens, in order, each thing read back from outside: pages, feeds, networks."""

from __future__ import annotations

import re
import sqlite3
import time
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import feedparser

from tests.story.house import ROOT, House, seconds_late
from tests.story.pages import Visitor, public
from tests.story.told import Teller, wait_until
from tests.stubs.running import Network

WIB = ZoneInfo("Asia/Pontianak")
PTK = "PTK"
TWEETS = "POST /2/tweets"


@dataclass
class Cast:
    teller: Teller
    house: House
    x: Network
    meta: Network
    feed: str

    def person(self, name: str) -> Visitor:
        return Visitor(self.house.address, f"{name}@contoh.test", self.house.password)


def tell(cast: Cast) -> None:
    teller = cast.teller
    teller.step("Gema starts in a fresh folder: database, secrets, demo network")
    cast.house.start()
    mode = (cast.house.folder / "data" / "secrets.json").stat().st_mode & 0o777
    teller.true(mode == 0o600, "secrets were made, readable by their owner only")
    echo_from_the_region(cast)
    connect_accounts(cast)
    post = draft_return_mend(cast)
    publish_everywhere(cast, post)
    echo_with_the_networks_own_verb(cast, post)
    correct_and_withdraw(cast, post)
    lose_an_answer(cast)
    kill_in_the_middle(cast)
    stop_everything(cast)
    teller.step("Ctrl-C")
    teller.true(cast.house.stop() == 0, "Gema stopped in order, exit code 0")


def echo_from_the_region(cast: Cast) -> None:
    teller = cast.teller
    teller.step("A regional office's own site is followed, read, and echoed by the centre")
    ada = cast.person("administrator.pusat")
    ada.open("/kantor/ENTIKONG/")
    ada.send("/kantor/ENTIKONG/umpan/", url=cast.feed)
    citra = cast.person("penyusun.pusat")
    title = "Layanan paspor Entikong kini buka sampai sore"
    wait_until(
        lambda: title in citra.open("/antrean/calon/").text, 40, "the feed was read by the clock"
    )
    teller.true(True, "its item is a candidate on the desk's screen")
    action = next(f.action for f in citra.page.forms if f.action.endswith("/gema/"))
    citra.send(action)
    teller.true("/tulis/" in citra.at, "the centre's repost is open for writing, with credit")
    writing = citra.at
    citra.send(writing, channel=["newsroom"], native=[], button=("act", "submit"))
    teller.true("/kiriman/" in citra.at, "it was submitted")
    approve(cast.person("moderator.pusat"), public_id(citra.at), when="now")
    wait_until(
        lambda: any(title in e.title for e in feed(cast).entries),
        15,
        "it is in the newsroom's feed",
    )
    entry = next(e for e in feed(cast).entries if title in e.title)
    teller.true(True, "the newsroom's feed, read by feedparser, holds it")
    teller.true("Entikong" in entry.content[0].value, "with credit to the office it came from")


def connect_accounts(cast: Cast) -> None:
    teller = cast.teller
    teller.step("Pontianak's X, Facebook and Instagram accounts are connected through the screen")
    ada = cast.person("administrator.pusat")
    for kind, fields in ACCOUNTS.items():
        ada.open(f"/kanal/sambungkan/?kantor={PTK}&kanal={kind}")
        ada.send("/kanal/sambungkan/", **fields)
    found = cast.house.rows(
        "SELECT kind, credentials FROM channels_account"
        " WHERE state = 'connected' AND kind IN (?,?,?)",
        "x",
        "facebook",
        "instagram",
    )
    teller.true(len(found) == 3, "three accounts answered a harmless read and were kept")
    secrets = [str(value) for fields in ACCOUNTS.values() for value in fields.values()]
    sealed = all(s.encode() not in bytes(row["credentials"]) for row in found for s in secrets)
    teller.true(sealed, "their credentials are encrypted in the database")


ACCOUNTS: dict[str, dict[str, Any]] = {
    "x": {"user_token": "2001-demo-token-of-nobody"},
    "facebook": {"page_id": "100200300", "access_token": "page-token-of-nobody"},
    "instagram": {"user_id": "17841400000000001", "access_token": "insta-token-of-nobody"},
}


def draft_return_mend(cast: Cast) -> str:
    teller = cast.teller
    teller.step("Pontianak drafts from a template and submits; the desk returns it once")
    sari = cast.person("penyusun.pontianak")
    post = draft(
        sari, "jam-layanan", channels=["x", "facebook", "instagram", "newsroom", "practice"]
    )
    teller.true("/kiriman/" in sari.at, "the draft was submitted")
    rina = cast.person("moderator.pusat")
    rina.open(f"/antrean/{post}/")
    teller.true("listrik" in rina.page.text, "the moderator sees the words on one screen")
    rina.send(
        f"/antrean/{post}/putuskan/", note="Sebutkan gedungnya.", button=("verdict", "kembalikan")
    )
    sari.open(f"/tulis/{post}/")
    teller.true("Sebutkan gedungnya." in sari.page.text, "the officer reads the note")
    sari.send(
        f"/tulis/{post}/",
        **{"slot-alasan": "Ada pemeliharaan jaringan listrik di gedung layanan utama"},
        button=("act", "submit"),
    )
    rina.open(f"/antrean/{post}/")
    teller.true("utama" in rina.page.text, "mended and submitted again; the difference is shown")
    return post


def publish_everywhere(cast: Cast, post: str) -> None:
    teller = cast.teller
    teller.step("Approved and scheduled three seconds ahead, on five networks at once")
    due = datetime.now(UTC) + timedelta(seconds=3)
    rina = cast.person("moderator.pusat")
    approve(rina, post, due=due)
    wait_until(lambda: all_sent(cast, post, 5), 40, "all five deliveries are sent")
    rows = cast.house.deliveries(post)
    for row in rows:
        late = seconds_late(row, "started_at")
        teller.true(0 <= late < 1, f"{row['kind']}: sent {late * 1000:.0f} ms after its due time")
    teller.true(len(posts_on(cast.x)) == 1, "X holds it once")
    teller.true(len(cast.meta.accepted("post")) == 2, "Facebook and Instagram hold it once each")
    alts = [e for e in cast.x.accepted() if e["kind"] == "alt"]
    teller.true(alts or any("alt" in str(e) for e in cast.x.accepted()), "with alternative text")
    sari = cast.person("penyusun.pontianak")
    teller.true("gedung layanan utama" in sari.open("/papan/").text, "the practice board shows it")
    entry = next((e for e in feed(cast).entries if "Pontianak" in e.title), None)
    teller.true(entry is not None, "the newsroom's feed, read by feedparser, holds the post")
    first = public(cast.house.address, "/ruang-berita/umpan.xml")
    again = public(
        cast.house.address, "/ruang-berita/umpan.xml", **{"If-None-Match": first.headers["ETag"]}
    )
    teller.true(again.status_code == 304, "asked again with its ETag, the feed answers 304")


def echo_with_the_networks_own_verb(cast: Cast, post: str) -> None:
    teller = cast.teller
    teller.step("The centre's X account reposts Pontianak's post with X's own verb")
    ada = cast.person("administrator.pusat")
    ada.open("/kanal/sambungkan/?kantor=PUSAT&kanal=x")
    ada.send("/kanal/sambungkan/", user_token="2002-demo-token-of-nobody")
    citra = cast.person("penyusun.pusat")
    citra.open(f"/kiriman/{post}/")
    citra.send(f"/kiriman/{post}/gema/")
    citra.send(citra.at, channel=["x"], native=["x"], button=("act", "submit"))
    approve(cast.person("moderator.pusat"), public_id(citra.at), when="now")
    wait_until(lambda: cast.x.accepted("repost"), 20, "X has the repost")
    original = next(row for row in cast.house.deliveries(post) if row["kind"] == "x")
    [repost] = cast.x.accepted("repost")
    teller.true(repost["target"] == original["remote_id"], "X knows it as a repost of that post")
    sari = cast.person("penyusun.pontianak")
    teller.true(
        "Kantor Pusat" in sari.open(f"/kiriman/{post}/").text, "Pontianak sees that it was echoed"
    )


def correct_and_withdraw(cast: Cast, post: str) -> None:
    teller = cast.teller
    teller.step("A mistake is corrected in public, and at last the post is withdrawn")
    before = next(e for e in feed(cast).entries if "Pontianak" in e.title)
    sari = cast.person("penyusun.pontianak")
    sari.open(f"/kiriman/{post}/")
    sari.send(f"/kiriman/{post}/langkah/correct/")
    sari.send(
        f"/tulis/{post}/",
        **{"slot-jam": "09.00–12.00", "wrong": "Jam 08.00–12.00", "right": "Jam 09.00–12.00"},
        button=("act", "submit"),
    )
    approve(cast.person("moderator.pusat"), post, when="now")
    wait_until(
        lambda: any("RALAT" in e.title for e in feed(cast).entries), 30, "the feed says RALAT"
    )
    entry = next(e for e in feed(cast).entries if "RALAT" in e.title)
    teller.true(entry.id == before.id, "the same entry, by its id, says RALAT")
    teller.true(entry.published == before.published, "its date of publication has not moved")
    teller.true("09.00" in entry.content[0].value, "it says what is right")
    put_right_elsewhere(cast)
    tono = cast.person("penerbit.pusat")
    told = tono.open(f"/kiriman/{post}/").text
    teller.true("Dihapus." in told, "before withdrawing, the page says what will happen where")
    tono.send(f"/kiriman/{post}/langkah/withdraw/", note="Jadwal dibatalkan.")
    wait_until(
        lambda: any("DITARIK" in e.title for e in feed(cast).entries), 30, "the feed says DITARIK"
    )
    entry = next(e for e in feed(cast).entries if "DITARIK" in e.title)
    teller.true(entry.id == before.id, "the same entry says DITARIK")
    teller.true("Jadwal dibatalkan" in str(entry), "with the reason")
    teller.true("listrik" not in str(entry), "and without the old words")
    for network, name in ((cast.x, "X"), (cast.meta, "Facebook")):
        wait_until(partial(network.accepted, "delete"), 20, f"{name} took it down")
        teller.true(network.accepted("delete"), f"{name} has taken it down")
    wait_until(lambda: len(cast.x.accepted("delete")) == 2, 20, "X took the reply down, too")
    teller.true(True, "the reply on X is down with it")


def put_right_elsewhere(cast: Cast) -> None:
    """The same press has put right what stands on the networks, each in its way."""
    teller = cast.teller
    wait_until(partial(cast.meta.accepted, "edit"), 20, "Facebook edited it")
    teller.true(len(cast.meta.accepted("edit")) == 1, "on Facebook the very post was edited")
    wait_until(lambda: [p for p in posts_on(cast.x) if p["under"]], 20, "X has a reply")
    [reply] = [post for post in posts_on(cast.x) if post["under"]]
    teller.true(
        reply["text"] == "RALAT\nSemula: Jam 08.00–12.00\nYang benar: Jam 09.00–12.00",
        "X cannot edit: a reply under the post says what was wrong and what is right",
    )
    captions = (str(one.get("caption", "")) for one in cast.meta.accepted("post"))
    ralat = [caption for caption in captions if caption.startswith("RALAT")]
    teller.true(
        len(ralat) == 1 and "Kiriman semula: https://www.instagram.com/" in ralat[0],
        "Instagram cannot either: a new post says so and names the first",
    )


def lose_an_answer(cast: Cast) -> None:
    teller = cast.teller
    teller.step("X accepts a post and loses its answer")
    before = len(posts_on(cast.x))
    cast.x.fail("drop", TWEETS, accept=True)
    post = quick_post(cast, "libur")
    wait_until(lambda: state(cast, post) == "unconfirmed", 20, "the outcome is open")
    teller.true(True, "the delivery is “belum pasti”, not failed and not sent again")
    wait_until(lambda: state(cast, post) == "sent", 60, "it was found by looking")
    teller.true(len(posts_on(cast.x)) == before + 1, "it was found by looking, and is there once")
    row = cast.house.deliveries(post)[0]
    teller.true(row["remote_id"] and row["attempts"] == 1, "one attempt, with the post's own id")


def kill_in_the_middle(cast: Cast) -> None:
    teller = cast.teller
    teller.step("The process is killed with SIGKILL in the middle of a send, and started again")
    before = len(posts_on(cast.x))
    cast.x.fail("hang", TWEETS, accept=True, seconds=20)
    post = quick_post(cast, "acara")
    waiting = quick_post(cast, "ikm", due=datetime.now(UTC) + timedelta(seconds=8))
    wait_until(lambda: len(posts_on(cast.x)) == before + 1, 20, "X has accepted it")
    cast.house.kill()
    teller.true(state(cast, post) == "sending", "its intent is on disk, its outcome is not")
    cast.house.start()
    wait_until(lambda: state(cast, post) == "sent", 90, "found by looking after the restart")
    wait_until(lambda: state(cast, waiting) == "sent", 90, "what was due meanwhile went out")
    teller.true(len(posts_on(cast.x)) == before + 2, "nothing lost, nothing twice")


def stop_everything(cast: Cast) -> None:
    teller = cast.teller
    teller.step("Stop everything: a delivery that comes due is held")
    before = len(posts_on(cast.x))
    rina = cast.person("moderator.pusat")
    rina.open("/henti/")
    rina.send("/henti/", reach="all", reason="Latihan: berhenti semua.")
    post = quick_post(cast, "paspor")
    wait_until(lambda: state(cast, post) == "held", 20, "it is held")
    teller.true(len(posts_on(cast.x)) == before, "nothing went out")
    rina.open("/henti/")
    rina.open(next(link for link in rina.page.links if re.fullmatch(r"/henti/\d+/", link)))
    teller.true("1 dikirim bertahap" in rina.page.text, "what waits is shown before going on")
    rina.send("/lanjut/")
    wait_until(lambda: state(cast, post) == "sent", 30, "after going on it is sent")
    teller.true(len(posts_on(cast.x)) == before + 1, "once")


# ── what people do ──────────────────────────────────────────────────────────────────────────


def draft(writer: Visitor, key: str, channels: list[str]) -> str:
    """From the template's own examples; returns the post's public id."""
    writer.open("/tulis/")
    writer.send(f"/tulis/mulai/{key}/")
    slots: dict[str, Any] = {f"slot-{name}": value for name, value in library_examples(key).items()}
    writer.send(writer.at, **slots, channel=channels, button=("act", "submit"))
    return public_id(writer.at)


def library_examples(key: str) -> dict[str, str]:
    """What a template's own author would type."""
    told = tomllib.loads((ROOT / "templates" / key / "template.toml").read_text(encoding="utf-8"))
    return {name: slot.get("example", "") for name, slot in told["slots"].items()}


def quick_post(cast: Cast, key: str, due: datetime | None = None) -> str:
    """Drafted, approved and planned for X alone; due in a moment."""
    post = draft(cast.person("penyusun.pontianak"), key, ["x"])
    approve(
        cast.person("moderator.pusat"), post, due=due or datetime.now(UTC) + timedelta(seconds=1)
    )
    return post


def approve(
    moderator: Visitor, post: str, *, due: datetime | None = None, when: str = "at"
) -> None:
    moderator.open(f"/antrean/{post}/")
    fields: dict[str, Any] = {"plan": "1", "when": when, "mode": "serentak"}
    if due is not None:
        local = due.astimezone(WIB)
        fields |= {"date": local.date().isoformat(), "time": f"{local:%H:%M:%S}"}
    moderator.send(f"/antrean/{post}/putuskan/", **fields, button=("verdict", "setujui"))


def public_id(path: str) -> str:
    found = re.search(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", path)
    assert found, f"no post in {path}"
    return found[0]


# ── what can be read back ───────────────────────────────────────────────────────────────────


def feed(cast: Cast) -> Any:
    return feedparser.parse(public(cast.house.address, "/ruang-berita/umpan.xml").content)


def posts_on(network: Network) -> list[dict[str, Any]]:
    return network.accepted("tweet", "post")


def state(cast: Cast, post: str) -> str:
    rows: list[sqlite3.Row] = cast.house.deliveries(post)
    return str(rows[0]["state"]) if rows else ""


def all_sent(cast: Cast, post: str, number: int) -> bool:
    rows = cast.house.deliveries(post)
    time.sleep(0.1)
    return len(rows) == number and all(row["state"] == "sent" for row in rows)
