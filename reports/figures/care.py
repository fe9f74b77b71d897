"""Counting care coordination: people by intensity, referrals, and how long help takes to begin."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Min, Q

from cases.codes import OPEN_OUTCOMES, ContactOutcome
from cases.models import ContactMoment, PhasePeriod, Referral, SignalLink
from cases.querysets import CasePartQuerySet
from cases.workflow import OPEN_PHASES, CasePhase
from core.workdays import local_date, working_days_between
from reports.periods import Period
from signals.models import Offer
from signals.workflow import OfferState

from .moments import REASON, end_of, held_at
from .places import Counts, Places, by_key
from .source import exact


def intensive_by_place(places: Places, day: dt.date) -> Counts:
    """People with intensive help at the end of `day`, by municipality."""
    rows = _phases(places, day).filter(phase=CasePhase.INTENSIVE)
    return dict(rows.order_by().values_list("municipality").annotate(Count("case", distinct=True)))


def cases_by_form(places: Places, day: dt.date) -> Mapping[str, Counts]:
    """Cases that were open at the end of `day`, by main form and municipality."""
    rows = _phases(places, day).filter(phase__in=OPEN_PHASES)
    found = rows.order_by().values_list("case__main_form", "municipality").annotate(Count("case", distinct=True))
    return by_key(found)


def open_referrals_by_place(places: Places, day: dt.date) -> Counts:
    """Referrals asked on or before `day` that had no outcome yet by its end, by municipality."""
    rows = exact(Referral.objects.unscoped(reason=REASON)).filter(municipality__in=places, asked_on__lte=day)
    open_still = rows.filter(Q(outcome__in=OPEN_OUTCOMES) | Q(outcome_on=None) | Q(outcome_on__gt=day))
    return dict(open_still.order_by().values_list("municipality").annotate(Count("pk")))


def days_to_first_contact(places: Places, period: Period) -> list[int]:
    """Working days from the offer of a signal to the first contact in its case, of offers made in the period.

    Offers whose case had no contact yet are left out; an attempt without answer is none. A case in which there was
    contact before the offer is left out too: nobody waited, and nought days would flatter the others.
    """
    start, after = period.moments
    offers = exact(Offer.objects.unscoped(reason=REASON)).filter(
        municipality__in=places, state=OfferState.ACCEPTED, offered_at__gte=start, offered_at__lt=after
    )
    offered = dict(offers.order_by().values_list("signal").annotate(Min("offered_at")))
    links = exact(SignalLink.objects.unscoped(reason=REASON)).filter(signal__in=list(offered))
    pairs = list(links.values_list("signal", "case"))
    contacts = exact(ContactMoment.objects.unscoped(reason=REASON)).filter(
        case__in=[case for _, case in pairs], outcome=ContactOutcome.REACHED, at__lt=end_of(period.end)
    )
    first = dict(contacts.order_by().values_list("case").annotate(Min("at")))
    # A signal may feed two cases: help began with the first contact in either.
    began: dict[Any, dt.datetime] = {}
    for signal, case in pairs:
        if case in first and first[case] >= offered[signal]:
            began[signal] = min(first[case], began.get(signal, first[case]))
    return [working_days_between(local_date(offered[signal]), local_date(contact)) for signal, contact in began.items()]


def _phases(places: Places, day: dt.date) -> CasePartQuerySet[PhasePeriod]:
    rows = exact(PhasePeriod.objects.unscoped(reason=REASON))
    return rows.filter(held_at(day, "since", "until"), municipality__in=places)
