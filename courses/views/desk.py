"""The supervisors' side: programmes, completion by school and teacher, reminders."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses import completions, rules
from courses.actions import programmes, reminders
from courses.forms import ProgrammeForm
from courses.models import SUPERVISORS, Enrolment, Programme
from kit.errors import Refusal
from organisations import scopes
from organisations.doors import desk
from organisations.models import Organisation, Role
from trail.models import Job

A_PAGE = 50
OFFICER = (Role.OFFICER.value,)
WATCHING = tuple(role.value for role in SUPERVISORS)


@desk(*OFFICER)
@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    found = (
        Programme.objects.visible_to(request.user)
        .select_related("organiser", "territory")
        .annotate(enrolled=Count("enrolments", filter=Q(enrolments__membership__left_on__isnull=True)))
    )
    places = {grant.organisation_id for grant in scopes.grants(request.user, Role.OFFICER)}
    rows = [(one, one.organiser_id in places) for one in found]
    jobs = Job.objects.filter(
        kind=programmes.KIND, key__in=[f"{one.uuid}:{one.rounds}" for one, _mine in rows]
    ).exclude(state="done")
    context = {"rows": rows, "jobs": {job.key.split(":")[0]: job for job in jobs}}
    return render(request, "courses/desk/programmes.html", context)


@desk(*OFFICER, writes=True)
def new_programme(request: HttpRequest) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.Meta.fields if name != "modules"}
        made = programmes.create(modules=form.chosen(), by=request.user, territory=values["organiser"], **values)
        messages.success(
            request, _("“%(title)s” is kept as a draft. Open it when it is right.") % {"title": made.title}
        )
        return redirect("courses:programmes")
    return render(request, "courses/desk/new.html", {"form": form})


@desk(*OFFICER, writes=True)
@require_POST
def assign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Open a programme and assign it, or take in those who have joined since."""
    found = get_object_or_404(Programme.objects.visible_to(request.user), uuid=uuid)
    if not rules.may_organise(request.user, found):
        raise PermissionDenied
    try:
        programmes.open_and_assign(found, by=request.user, at=request.received_at)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The programme is being assigned; this goes on in the background."))
    return redirect("courses:programmes")


@desk(*WATCHING)
@require_safe
def completion(request: HttpRequest) -> HttpResponse:
    """The programmes that reach into the user's scope, with what is done there."""
    rows = (
        Enrolment.objects.supervised_by(request.user)
        .counted()
        .values("programme")
        .annotate(total=Count("pk"), done=Count("pk", filter=Q(completed_at__isnull=False)))
        .order_by()
    )
    counts = {row["programme"]: row for row in rows}
    found = Programme.objects.filter(pk__in=counts).select_related("organiser")
    shown = [(one, counts[one.pk]["total"], counts[one.pk]["done"]) for one in found]
    return render(request, "courses/desk/completion.html", {"rows": shown})


@desk(*WATCHING)
@require_safe
def by_school(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = _reaching(request, uuid)
    rows = completions.by_school(found, request.user)
    context = {
        "programme": found,
        "rows": rows,
        "total": sum(row.total for row in rows),
        "done": sum(row.done for row in rows),
        "left": [row for row in rows if row.left],
        "may_remind": rules.may_remind(request.user),
        "asked_at": request.received_at,  # type: ignore[attr-defined]
    }
    return render(request, "courses/desk/by_school.html", context)


@desk(*WATCHING)
@require_safe
def people(request: HttpRequest, uuid: UUID, school: UUID | None = None) -> HttpResponse:
    """The teachers of one school, or, without one, everybody who is still to finish."""
    found = _reaching(request, uuid)
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), uuid=school) if school else None
    rows = completions.people(found, request.user, organisation)
    if organisation is None or request.GET.get("left"):
        rows = rows.unfinished()
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    done, sections = completions.sections_done(found, list(page))
    context = {
        "programme": found,
        "school": organisation,
        "page": page,
        "people": [(row, done.get(row.learner_id, 0)) for row in page],
        "sections": sections,
        "only_left": organisation is None or bool(request.GET.get("left")),
    }
    return render(request, "courses/desk/people.html", context)


@desk(Role.OFFICER.value, Role.SCHOOL_HEAD.value, writes=True)
@require_POST
def remind(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = _reaching(request, uuid)
    if not rules.may_remind(request.user):
        raise PermissionDenied
    reminders.remind(found, by=request.user, at=request.received_at)  # type: ignore[attr-defined]
    messages.success(request, _("Everybody here who is still to finish gets a message, once a day at most."))
    return redirect("courses:by_school", uuid)


def _reaching(request: HttpRequest, uuid: UUID) -> Programme:
    """A programme with somebody enrolled in the user's scope; any other does not exist."""
    reach = Enrolment.objects.supervised_by(request.user).values("programme")
    return get_object_or_404(Programme.objects.filter(pk__in=reach).select_related("organiser"), uuid=uuid)
