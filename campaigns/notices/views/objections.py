"""Objections on the desk: entering one that came on paper or by telephone, summarising, answering."""

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.notices.actions import objections
from campaigns.notices.forms import AnswerForm, EnteredObjectionForm, SummaryForm
from campaigns.notices.models import Candidate, Objection, ObjectionState, PublicNotice
from campaigns.notices.views.desk import READERS, plain
from kit.web import attempt
from organisations.doors import desk
from organisations.models import Role

A_PAGE = 50


@desk(*READERS)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Objections by state; those that are open come first of all."""
    state = request.GET.get("state", ObjectionState.OPEN)
    found = Objection.objects.visible_to(request.user).select_related("candidate", "notice")
    if state in ObjectionState.values:
        found = found.filter(state=state)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    states = [*ObjectionState.choices, ("all", _("all"))]
    return render(request, "notices/desk/objections.html", {"page": page, "state": state, "states": states})


@desk(Role.OFFICER.value, writes=True)
@sensitive_post_parameters("substance", "candidate", "name", "contact")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, code: str) -> HttpResponse:
    at = request.received_at  # type: ignore[attr-defined]
    notice = get_object_or_404(
        PublicNotice.objects.visible_to(request.user).select_related("call__organiser"), code=plain(code)
    )
    form = EnteredObjectionForm(request.POST or None, notice=notice)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        taken = partial(
            objections.raise_objection,
            notice,
            said["candidate"],
            lane=said["lane"],
            channel=said["channel"],
            substance=said["substance"],
            identity=form.identity(),
            by=request.user,
            at=at,
        )
        if attempt(request, taken, _("The objection is entered. Until it is answered, nothing can be decided.")):
            return redirect("notices:desk_notice", notice.code)
    return render(request, "notices/desk/enter.html", {"form": form, "notice": notice})


@desk(*READERS)
@require_safe
def objection(request: HttpRequest, uuid: str) -> HttpResponse:
    return _page(request, _found(request, uuid))


@desk(Role.OFFICER.value, writes=True)
@require_POST
def summarise(request: HttpRequest, uuid: str) -> HttpResponse:
    at = request.received_at  # type: ignore[attr-defined]
    found, form = _found(request, uuid), SummaryForm(request.POST)
    if not form.is_valid():
        return _page(request, found, summary=form)
    act = partial(objections.summarise, found, form.cleaned_data["summary"], by=request.user, at=at)
    attempt(request, act, _("The summary is kept, and the unit's head can read it."))
    return redirect("notices:objection", uuid)


@desk(Role.OFFICER.value, writes=True)
@require_POST
def answer(request: HttpRequest, uuid: str) -> HttpResponse:
    at = request.received_at  # type: ignore[attr-defined]
    found, form = _found(request, uuid), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, answered=form)
    finding = form.cleaned_data
    act = partial(
        objections.answer, found, upheld=finding["upheld"], outcome=finding["outcome"], by=request.user, at=at
    )
    attempt(request, act, _("The objection is answered."))
    return redirect("notices:objection", uuid)


@desk(Role.SCHOOL_HEAD.value, tenant="organisation")
@require_safe
def ours(request: HttpRequest) -> HttpResponse:
    """What the head of a unit reads: the notices on which it stands, and of objections the summary alone."""
    found = (
        Candidate.objects.of_heads(request.user)
        .select_related("notice", "organisation")
        .prefetch_related("objections")
        .order_by("-notice__published_at", "pk")
    )
    rows = [(one, [each for each in one.objections.all() if each.summary]) for one in found]
    return render(request, "notices/desk/ours.html", {"rows": rows})


def _found(request: HttpRequest, uuid: str) -> Objection:
    everything = Objection.objects.visible_to(request.user)
    linked = everything.select_related("notice__call__organiser", "candidate__organisation", "candidate__application")
    return get_object_or_404(linked.select_related("handled_by"), uuid=uuid)


def _page(request: HttpRequest, found: Objection, **forms: Any) -> HttpResponse:
    may_handle = objections.may_handle(request.user, found)
    context = {
        "objection": found,
        "may_handle": may_handle,
        "open": found.state == ObjectionState.OPEN,
        "summary_form": forms.get("summary") or SummaryForm(initial={"summary": found.summary}),
        "answer_form": forms.get("answered") or AnswerForm(),
    }
    return render(request, "notices/desk/objection.html", context)
