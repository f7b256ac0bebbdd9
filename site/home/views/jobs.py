"""任务中心: the long work that the user started, found again at any time."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kit import clock
from kit.access import access
from trail.models import Job, JobState

A_PAGE = 20


@access("signed-in", tenant="own")
@login_required
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    mine = Job.objects.filter(started_by_id=request.user.pk).exclude(title="").order_by("-pk")
    page = Paginator(mine, A_PAGE).get_page(request.GET.get("page"))
    unfinished = any(job.state in {JobState.DUE, JobState.RUNNING} for job in page)
    return render(request, "home/jobs.html", {"page": page, "unfinished": unfinished, "now": clock.now()})


@access("signed-in", tenant="own")
@login_required
@require_safe
def job(request: HttpRequest, uuid: str) -> HttpResponse:
    one = get_object_or_404(Job, uuid=uuid, started_by_id=request.user.pk)
    return render(request, "home/job.html", {"job": one})
