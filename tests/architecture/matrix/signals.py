"""Signals: only the municipality that holds one, and care coordination once it was offered."""

import uuid
from dataclasses import replace
from typing import Any

from core.access import SYSTEM
from core.files import Why
from municipalities.models import RegionFallBack
from municipalities.roles import actor_for
from signals import operations
from signals.models import Arrival, DangerAlarm, Follow, Move, Offer, SharedSignal, Signal, Submission
from tests.factories import lists
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support.world import FIRST, World

from .rows import CARE, EVERYBODY, GOES, OFFICERS, OTHER_OFFICERS, PARTNERS, Maker, Row

_ADMINISTRATOR = frozenset({"Bo"})


def received(world: World) -> list[Any]:
    return [make.received(world.goes, world.hanna).pk]


def triaged(world: World) -> list[Any]:
    return [make.triaged(world.goes, world.wilma).pk]


def handled(world: World) -> list[Any]:
    return [make.handled(world.goes, world.wilma).pk]


def handover(world: World) -> list[Any]:
    signal = make.handled(world.goes, world.wilma)
    return [make.handed_over(signal, actor_for(world.wilma), world.inspectorate).pk]


def agreement(world: World) -> list[Any]:
    return [make.agreement(world).pk]


def override(world: World) -> list[Any]:
    signal = make.handled(world.goes, world.wilma)
    return [make.overridden(signal, actor_for(world.wilma), world.veilig_thuis).pk]


def follow(world: World) -> list[Any]:
    signal = make.handled(world.goes, world.wilma)
    operations.follow_signal(signal, actor=actor_for(world.wilma), why="Te weinig.", what_changes_it="Meer.")
    return [Follow.objects.of(signal).get().pk]


def asked(world: World) -> list[Any]:
    return [make.asked(make.triaged(world.goes, world.wilma), actor_for(world.wilma)).pk]


def question(world: World) -> list[Any]:
    """To Hanna, about what she sent."""
    signal = operations.take_up(make.received(world.goes, world.hanna), actor=actor_for(world.wilma))
    return [make.questioned(signal, actor_for(world.wilma), to_user_id=world.hanna.pk).pk]


def indicator(world: World) -> list[Any]:
    return [make.noticed(make.handled(world.goes, world.wilma), actor_for(world.wilma)).pk]


def situation(world: World) -> list[Any]:
    return [make.situated(make.handled(world.goes, world.wilma), actor_for(world.wilma)).pk]


def mention_page(world: World) -> list[Any]:
    return [*handled(world), "telefoon"]


def mention(world: World) -> list[Any]:
    """A telephone number."""
    [pk] = handled(world)
    signal = Signal.objects.unscoped(reason="test").get(pk=pk)
    make.mentioned(signal, actor_for(world.wilma), make.PHONE)
    return [pk, "telefoon", 1]


def struck_mention(world: World) -> list[Any]:
    """The number that stood there is gone."""
    pk, *place = mention(world)
    given = {"kind": "phone", "number": 1, "why": "Onjuist.", "key": uuid.uuid4()}
    operations.strike_mention(Signal._base_manager.get(pk=pk), actor=actor_for(world.wilma), **given)
    return [pk, *place]


def excluded(world: World) -> list[Any]:
    """Bo was excluded from it."""
    bo, [pk] = world.person("Bo"), handled(world)
    return [pk, shield.excluded(Signal._base_manager.get(pk=pk), bo).user_id]


def offer(world: World) -> list[Any]:
    signal = make.handled(world.goes, world.wilma)
    operations.offer_signal(signal, actor=actor_for(world.wilma), why="Hulp nodig.", asked=agreed())
    return [Offer.objects.of(signal).get().pk]


def restricted(world: World) -> list[Any]:
    """To everybody who works on signals of Goes."""
    [pk] = handled(world)
    shield.restricted(Signal._base_manager.get(pk=pk), [world.wilma, world.koos, world.daphne])
    return [pk]


def closed(world: World) -> list[Any]:
    signal = make.handled(world.goes, world.wilma)
    return [operations.close(signal, actor=actor_for(world.wilma), closing=make.CLOSING).pk]


def pair(world: World) -> list[Any]:
    """One that may be merged with another."""
    return [*received(world), *handled(world)]


def merged(world: World) -> list[Any]:
    signal, into = (Signal._base_manager.get(pk=pk) for pk in pair(world))
    make.merged(signal, into, actor_for(world.wilma))
    return [signal.pk]


def offered_away(world: World) -> Move:
    """Goes asks Breda to take one over."""
    signal = make.triaged(world.goes, world.wilma)
    return make.offered_to(signal, world.breda, actor_for(world.wilma))


def move(world: World) -> list[Any]:
    return [offered_away(world).pk]


def arrival(world: World) -> list[Any]:
    """Breda asks Goes."""
    signal = make.triaged(world.breda, world.floor)
    asked = make.offered_to(signal, world.goes, actor_for(world.floor))
    return [Arrival.objects.unscoped(reason="test").get(move_id=asked.pk).pk]


def concern(world: World) -> list[Any]:
    """Goes asks Breda to look along."""
    return [make.shared_with(make.handled(world.goes, world.wilma), world.breda, actor_for(world.wilma)).pk]


def shared(world: World) -> list[Any]:
    """Breda asks Goes."""
    asked = make.shared_with(make.handled(world.breda, world.floor), world.goes, actor_for(world.floor))
    return [SharedSignal.objects.unscoped(reason="test").get(concern_id=asked.pk).pk]


def looked_along(world: World) -> list[Any]:
    [pk] = shared(world)
    row = SharedSignal._base_manager.get(pk=pk)
    return [operations.accept_concern(actor=actor_for(world.wilma), shared=row).pk]


def returned(world: World) -> list[Any]:
    [pk] = offer(world)
    waiting = Offer.objects.unscoped(reason="test").get(pk=pk)
    return [operations.return_offer(waiting, actor=actor_for(world.karlijn), question="Wanneer?").pk]


def attachment(world: World) -> list[Any]:
    """One that was checked, with the signal it hangs on."""
    file = make.attached(make.handled(world.goes, world.wilma), actor_for(world.wilma))
    return [file.signal_id, operations.accept_file(file, actor=SYSTEM, made=make.CLEANED).pk]


def held_attachment(world: World) -> list[Any]:
    file = make.attached(make.handled(world.goes, world.wilma), actor_for(world.wilma))
    return [file.signal_id, operations.hold_file(file, actor=SYSTEM, why=Why.NO_SCANNER).pk]


def draft(world: World) -> list[Any]:
    """One that Wilma began."""
    actor = actor_for(world.wilma)
    return [operations.start_draft(actor=actor, municipality=world.goes, key=uuid.uuid4()).pk]


def draft_page(world: World) -> list[Any]:
    return [*draft(world), "wat"]


def submission(world: World) -> list[Any]:
    signal = make.received(world.goes, world.hanna)
    return [Submission.objects.visible_to(actor_for(world.hanna)).get(signal=signal).pk]


def alarm(world: World) -> list[Any]:
    begun = operations.start_draft(actor=actor_for(world.hanna), municipality=world.goes, key=uuid.uuid4())
    operations.raise_alarm(begun, actor=SYSTEM)
    return [DangerAlarm.objects.unscoped(reason="test").filter(municipality=world.goes).latest("raised_at").pk]


def fall_back(world: World) -> list[Any]:
    """Lowie is the one of the region."""
    RegionFallBack.objects.create(region=world.region, user=world.lowie, municipality=world.goes, valid_from=FIRST)
    return []


def saved_filter(world: World) -> list[Any]:
    return [make.saved_filter(actor_for(world.wilma)).pk]


def partner(world: World) -> list[Any]:
    """To which one signal of Goes was passed on."""
    handover(world)
    return [world.inspectorate.pk]


def read_list(world: World) -> list[Any]:
    """A list of Wilma of which the columns are to be chosen."""
    return [lists.read(actor_for(world.wilma, "focal_officer"), world.goes).pk]


def wrong_list(world: World) -> list[Any]:
    """One that was checked, with a row that is wrong and one with a number that may be a BSN."""
    content = lists.csv_list([*lists.LINES, ("9", "onzin", "boa", "Nummer 111222333.", "Goes", "vaak", "", "")])
    return [lists.checked(actor_for(world.wilma, "focal_officer"), world.goes, content).pk]


def checked_list(world: World) -> list[Any]:
    return [lists.checked(actor_for(world.wilma, "focal_officer"), world.goes).pk]


def imported_list(world: World) -> list[Any]:
    return [lists.imported(actor_for(world.wilma, "focal_officer"), world.goes).pk]


def made_export(world: World) -> list[Any]:
    """A file that Wilma asked for, of one signal."""
    triaged(world)
    return [lists.exported(actor_for(world.wilma, "focal_officer"), world.goes).pk]


SENDERS = PARTNERS | {"Hanna"}
WRITERS = OFFICERS | CARE | SENDERS


def _draft(about: Maker) -> Row:
    return Row(open_to=frozenset({"Wilma"}), absent_for=WRITERS - {"Wilma"}, about=about, methods=("get", "post"))


def _filter() -> Row:
    """Wilma keeps one: for anybody else who could keep any it does not exist."""
    return Row(
        open_to=frozenset({"Wilma"}),
        absent_for=(OFFICERS | CARE) - {"Wilma"},
        about=saved_filter,
        methods=("get", "post"),
    )


def _list(about: Maker, *methods: str) -> Row:
    return Row(open_to=frozenset({"Wilma"}), absent_for=OFFICERS - {"Wilma"}, about=about, methods=methods)


# What a care coordinator has on her own signals she does not have on one of Goes that nobody offered her.
_READ = Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=handled)
_FORM = Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=handled, methods=("get", "post"))
_BUTTON = Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=handled, methods=("post",))
_OFFICER = Row(open_to=GOES, absent_for=OTHER_OFFICERS, about=received, methods=("get", "post"))

ROWS = {
    "public:choose": Row(open_to=EVERYBODY, public=True),
    "public:tell": Row(open_to=EVERYBODY, public=True, arguments=["GM0664"], methods=("get", "post")),
    "signals:list": Row(open_to=OFFICERS | CARE, methods=("get", "post")),
    "signals:filters": Row(open_to=OFFICERS | CARE),
    "signals:keep-filter": Row(open_to=OFFICERS | CARE, methods=("get", "post")),
    "signals:rename-filter": _filter(),
    "signals:remove-filter": _filter(),
    "signals:begin": Row(open_to=WRITERS, methods=("get", "post")),
    "signals:note": Row(open_to=OFFICERS | CARE, methods=("get", "post")),
    "signals:drafts": Row(open_to=WRITERS),
    "signals:draft-step": _draft(draft_page),
    "signals:draft-check": _draft(draft),
    "signals:draft-discard": _draft(draft),
    "signals:export": Row(open_to=OFFICERS, methods=("get", "post")),
    "signals:list-export": _list(made_export, "get"),
    "signals:export-file": _list(made_export, "get"),
    "signals:import": Row(open_to=OFFICERS, methods=("get", "post")),
    "signals:list-import": _list(imported_list, "get"),
    "signals:import-sheet": _list(read_list, "get", "post"),
    "signals:import-columns": _list(read_list, "get", "post"),
    "signals:import-values": _list(read_list, "get", "post"),
    "signals:import-mistakes": _list(wrong_list, "get"),
    "signals:import-no-bsn": _list(wrong_list, "post"),
    "signals:import-check": _list(checked_list, "post"),
    "signals:import-run": _list(checked_list, "post"),
    "signals:import-undo": _list(imported_list, "get", "post"),
    "signals:import-drop": _list(read_list, "post"),
    "signals:logged": Row(open_to=GOES | {"Hanna"}, absent_for=WRITERS - GOES - {"Hanna"}, about=received),
    "signals:submissions": Row(open_to=SENDERS),
    "signals:submission": Row(open_to=frozenset({"Hanna"}), absent_for=PARTNERS, about=submission),
    "signals:send-file": Row(
        open_to=frozenset({"Hanna"}), absent_for=PARTNERS, about=submission, methods=("get", "post")
    ),
    "signals:alarms": Row(open_to=OFFICERS),
    "signals:alarm": Row(open_to=GOES, absent_for=OTHER_OFFICERS, about=alarm, methods=("get", "post")),
    # Named in person, in whatever role or in none.
    "signals:unattended": Row(open_to=frozenset({"Lowie"}), absent_for=EVERYBODY - {"Lowie"}, about=fall_back),
    "signals:detail": _READ,
    "signals:take-up": Row(open_to=GOES, absent_for=OTHER_OFFICERS, about=received, methods=("post",)),
    "signals:gather": _BUTTON,
    "signals:stop-gathering": _BUTTON,
    **dict.fromkeys(("signals:add-file", "signals:enrich", "signals:complete"), _FORM),
    "signals:danger": _FORM,
    "signals:veilig-thuis": _FORM,
    "signals:ask": _FORM,
    # Whoever could be asked something; that one question is Hanna's.
    "signals:questions": Row(open_to=OFFICERS | CARE | SENDERS),
    "signals:question": Row(
        open_to=frozenset({"Hanna"}),
        absent_for=OFFICERS | CARE | PARTNERS,
        about=question,
        methods=("get", "post"),
    ),
    **dict.fromkeys(
        ("signals:record-told-answer", "signals:withdraw-question"),
        Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=question, methods=("get", "post")),
    ),
    "signals:attachment": Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=attachment),
    "signals:remove-file": Row(
        open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=attachment, methods=("get", "post")
    ),
    "signals:recheck-file": Row(
        open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=held_attachment, methods=("post",)
    ),
    "signals:names": _FORM,
    "signals:note-indicators": _FORM,
    "signals:withdraw-indicator": replace(_FORM, about=indicator),
    "signals:add-situation": _FORM,
    "signals:change-situation": replace(_FORM, about=situation),
    "signals:end-situation": replace(_FORM, about=situation),
    "signals:add-mention": replace(_FORM, about=mention_page),
    "signals:correct-mention": replace(_FORM, about=mention),
    "signals:withdraw-mention": replace(_FORM, about=mention),
    "signals:strike-mention": replace(_FORM, about=mention),
    "signals:readers": _READ,
    "signals:exclude": _FORM,
    "signals:readmit": Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=excluded, methods=("get", "post")),
    "signals:restrict": _FORM,
    "signals:lift-restriction": replace(_FORM, about=restricted),
    "signals:decide": _BUTTON,
    "signals:weigh": _FORM,
    "signals:close-at-once": _OFFICER,
    "signals:reopen": replace(_FORM, about=closed),
    "signals:inform-reporter": _FORM,
    "signals:consider-answer": _BUTTON,
    "signals:find-other": _READ,
    "signals:offer-move": replace(_OFFICER, about=triaged),
    "signals:withdraw-move": replace(_OFFICER, about=move),
    "signals:arrival": Row(open_to=GOES, absent_for=OTHER_OFFICERS, about=arrival),
    "signals:accept-move": Row(open_to=GOES, absent_for=OTHER_OFFICERS, about=arrival, methods=("post",)),
    "signals:refuse-move": replace(_OFFICER, about=arrival),
    "signals:concern-also": replace(_OFFICER, about=handled),
    "signals:concern": replace(_OFFICER, about=concern),
    "signals:share-more": replace(_OFFICER, about=concern),
    "signals:end-concern": replace(_OFFICER, about=concern),
    "signals:shared": replace(_OFFICER, about=looked_along),
    "signals:accept-concern": Row(open_to=GOES, absent_for=OTHER_OFFICERS, about=shared, methods=("post",)),
    "signals:refuse-concern": replace(_OFFICER, about=shared),
    "signals:leave-concern": replace(_OFFICER, about=looked_along),
    "signals:related": _READ,
    "signals:judge-pair": replace(_FORM, about=pair),
    "signals:merge": replace(_FORM, about=pair),
    "signals:split": replace(_FORM, about=merged),
    "signals:hand-over": _FORM,
    "signals:tip-text": _FORM,
    "signals:ask-override": _FORM,
    "signals:withdraw-override": Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=override, methods=("post",)),
    "signals:overrides": Row(open_to=frozenset({"Vince"})),
    "signals:override": Row(open_to=frozenset({"Vince"}), about=override, methods=("get", "post")),
    "signals:agreements": Row(open_to=_ADMINISTRATOR),
    "signals:register-agreement": Row(open_to=_ADMINISTRATOR, methods=("get", "post")),
    "signals:end-agreement": Row(open_to=_ADMINISTRATOR, about=agreement, methods=("get", "post")),
    "signals:record-answer": Row(
        open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=handover, methods=("get", "post")
    ),
    "signals:letter": Row(open_to=GOES | {"Philo"}, absent_for=OTHER_OFFICERS | CARE | {"Tirza"}, about=handover),
    "signals:make-letter": Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=handover, methods=("post",)),
    "signals:withdraw-handover": Row(
        open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=handover, methods=("get", "post")
    ),
    "signals:partners": Row(open_to=OFFICERS | CARE),
    **dict.fromkeys(("signals:at-address", "signals:at-thing"), Row(open_to=OFFICERS | CARE)),
    "signals:open-at-partner": Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=partner),
    "signals:review-many": Row(open_to=OFFICERS | CARE, methods=("get", "post")),
    "signals:review-follow": Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=follow, methods=("get", "post")),
    "signals:end-follow": Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=follow, methods=("get", "post")),
    "signals:offer-again": Row(open_to=GOES, absent_for=OTHER_OFFICERS, about=returned, methods=("get", "post")),
    "signals:withdraw-offer": Row(open_to=GOES, absent_for=OTHER_OFFICERS, about=offer, methods=("get", "post")),
}
